import jsep from 'jsep';

/** What can be said of an expression while it is written. Whether it is right in full the server says when it is saved. */
export type ExpressionCheck =
  | { kind: 'empty' | 'broken' | 'fine' }
  | { kind: 'unknownField' | 'unknownFunction'; name: string };

interface Names {
  fields: readonly string[];
  functions: readonly string[];
}

/** Reads it with the library that the server reads it with, and looks for names that mean nothing. */
export function checkExpression(expression: string, { fields, functions }: Names): ExpressionCheck {
  if (expression.trim() === '') return { kind: 'empty' };
  let tree: jsep.Expression;
  try {
    tree = jsep(expression);
  } catch {
    return { kind: 'broken' };
  }
  for (const [kind, name] of namesIn(tree)) {
    if (kind === 'function' && !functions.includes(name)) return { kind: 'unknownFunction', name };
    if (kind === 'field' && !fields.includes(name)) return { kind: 'unknownField', name };
  }
  return { kind: 'fine' };
}

function* namesIn(node: unknown): Generator<['field' | 'function', string]> {
  if (Array.isArray(node)) {
    for (const one of node) yield* namesIn(one);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, name, callee, ...parts } = node as Record<string, unknown>;
  if (type === 'Identifier' && typeof name === 'string') yield ['field', name];
  if (type === 'CallExpression') {
    const called = (callee as jsep.Expression | undefined)?.['name'];
    yield ['function', typeof called === 'string' ? called : ''];
  }
  for (const part of Object.values(parts)) yield* namesIn(part);
}
