import jsep from 'jsep';
import type { Field } from './definition.ts';
import { parseDecimal } from './field-types/numbers.ts';
import { isDay } from './field-types/times.ts';
import { countCharacters } from './rules.ts';

// What a calculated field is calculated by: `quantity * price`, `paid ? "" : "Obetald"`, `years(born_on, joined_on)`. The
// library reads the text into a tree; only what is listed here means anything, and nothing of it is code (no eval, no members,
// no calls but these). The time of an answer follows the length of the text.

type Value = number | string | boolean | null;
type Node = jsep.Expression;
/** Fields by key: what each means in an expression. */
type Read = (key: string) => Value;

const lengthMax = 2_000;
const isNumber = (value: Value): value is number => typeof value === 'number' && Number.isFinite(value);

const binary: Record<string, (a: number, b: number) => Value> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? null : a / b),
  '%': (a, b) => (b === 0 ? null : a % b),
};
const comparing: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const dayNumber = (value: Value) =>
  typeof value === 'string' && isDay(value.slice(0, 10))
    ? Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / 86_400_000
    : null;

function yearsBetween(from: Value, to: Value): Value {
  if (dayNumber(from) === null || dayNumber(to) === null) return null;
  const [a, b] = [String(from).slice(0, 10), String(to).slice(0, 10)];
  const years = Number(b.slice(0, 4)) - Number(a.slice(0, 4));
  return b.slice(5) < a.slice(5) ? years - 1 : years;
}

function round(value: Value, decimals: Value): Value {
  if (!isNumber(value)) return null;
  const factor = 10 ** Math.min(Math.max(isNumber(decimals) ? Math.trunc(decimals) : 0, 0), 6);
  // Half away from zero, as people round; the nudge undoes what binary took from 1.005.
  return (Math.sign(value) * Math.round(Math.abs(value) * factor * (1 + Number.EPSILON))) / factor;
}

const functions: Record<string, { least: number; most: number; apply(...values: Value[]): Value }> = {
  round: { least: 1, most: 2, apply: (value = null, decimals = 0) => round(value, decimals) },
  abs: { least: 1, most: 1, apply: (value = null) => (isNumber(value) ? Math.abs(value) : null) },
  min: { least: 1, most: 20, apply: (...values) => (values.every(isNumber) ? Math.min(...values) : null) },
  max: { least: 1, most: 20, apply: (...values) => (values.every(isNumber) ? Math.max(...values) : null) },
  first: { least: 1, most: 20, apply: (...values) => values.find((value) => value !== null && value !== '') ?? null },
  join: {
    least: 1,
    most: 20,
    apply: (...values) =>
      values
        .filter((value) => value !== null && value !== '')
        .map(String)
        .join(' ')
        .slice(0, lengthMax),
  },
  upper: {
    least: 1,
    most: 1,
    apply: (value = null) => (typeof value === 'string' ? value.toLocaleUpperCase('sv') : null),
  },
  lower: {
    least: 1,
    most: 1,
    apply: (value = null) => (typeof value === 'string' ? value.toLocaleLowerCase('sv') : null),
  },
  length: { least: 1, most: 1, apply: (value = null) => (typeof value === 'string' ? countCharacters(value) : null) },
  year: {
    least: 1,
    most: 1,
    apply: (value = null) => (dayNumber(value) === null ? null : Number(String(value).slice(0, 4))),
  },
  month: {
    least: 1,
    most: 1,
    apply: (value = null) => (dayNumber(value) === null ? null : Number(String(value).slice(5, 7))),
  },
  days: {
    least: 2,
    most: 2,
    apply(from = null, to = null) {
      const [a, b] = [dayNumber(from), dayNumber(to)];
      return a === null || b === null ? null : b - a;
    },
  },
  years: { least: 2, most: 2, apply: (from = null, to = null) => yearsBetween(from, to) },
};

/** Names of the functions, for whoever helps to write one. */
export const functionNames = Object.keys(functions);

const trees = new Map<string, Node | undefined>();
const treesMax = 1_000;
const nodesMax = 200;

/** The tree of an expression, or undefined when it is none or uses what is not listed above. */
function treeOf(expression: string): Node | undefined {
  if (!trees.has(expression)) {
    if (trees.size >= treesMax) trees.clear();
    let tree: Node | undefined;
    try {
      tree = jsep(expression);
    } catch {
      // Refused below: not an expression.
    }
    trees.set(expression, tree && countKnown(tree) <= nodesMax ? tree : undefined);
  }
  return trees.get(expression);
}

/** How many nodes a tree has; endless when one of them is nothing that we know. */
function countKnown(node: Node): number {
  const parts = partsOf(node);
  return parts === undefined ? Number.POSITIVE_INFINITY : parts.reduce((sum, part) => sum + countKnown(part), 1);
}

function partsOf(node: Node): Node[] | undefined {
  switch (node.type) {
    case 'Literal':
      return ['number', 'string', 'boolean'].includes(typeof node['value']) ? [] : undefined;
    case 'Identifier':
      return [];
    case 'UnaryExpression':
      return ['-', '!'].includes(node['operator'] as string) ? [node['argument'] as Node] : undefined;
    case 'BinaryExpression': {
      const operator = node['operator'] as string;
      const isKnown =
        Object.hasOwn(binary, operator) ||
        Object.hasOwn(comparing, operator) ||
        ['==', '!=', '&&', '||'].includes(operator);
      return isKnown ? [node['left'] as Node, node['right'] as Node] : undefined;
    }
    case 'ConditionalExpression':
      return [node['test'] as Node, node['consequent'] as Node, node['alternate'] as Node];
    case 'CallExpression': {
      const { type, name } = node['callee'] as Node;
      const given = node['arguments'] as Node[];
      const known =
        type === 'Identifier' && Object.hasOwn(functions, name as string) ? functions[name as string] : undefined;
      return known && given.length >= known.least && given.length <= known.most ? given : undefined;
    }
    default:
      return undefined;
  }
}

function namesIn(node: Node): string[] {
  return node.type === 'Identifier' ? [node['name'] as string] : (partsOf(node) ?? []).flatMap(namesIn);
}

function evaluate(node: Node, read: Read): Value {
  const of = (name: string) => evaluate(node[name] as Node, read);
  switch (node.type) {
    case 'Literal':
      return node['value'] as Value;
    case 'Identifier':
      return read(node['name'] as string);
    case 'UnaryExpression': {
      const value = of('argument');
      if (node['operator'] === '!') return !isTrue(value);
      return isNumber(value) ? -value : null;
    }
    case 'ConditionalExpression':
      return isTrue(of('test')) ? of('consequent') : of('alternate');
    case 'CallExpression': {
      const known = functions[(node['callee'] as Node)['name'] as string];
      return known?.apply(...(node['arguments'] as Node[]).map((part) => evaluate(part, read))) ?? null;
    }
    default:
      return evaluateBinary(node['operator'] as string, of('left'), () => of('right'));
  }
}

function evaluateBinary(operator: string, left: Value, right: () => Value): Value {
  if (operator === '&&') return isTrue(left) && isTrue(right());
  if (operator === '||') return isTrue(left) || isTrue(right());
  const other = right();
  if (operator === '==') return left === other;
  if (operator === '!=') return left !== other;
  const compare = comparing[operator];
  if (compare) {
    if (isNumber(left) && isNumber(other)) return compare(left - other);
    if (typeof left === 'string' && typeof other === 'string') return compare(left < other ? -1 : left > other ? 1 : 0);
    return null;
  }
  // `+` also joins texts, as people expect of it.
  if (operator === '+' && (typeof left === 'string' || typeof other === 'string'))
    return left === null || other === null ? null : `${left}${other}`.slice(0, lengthMax);
  return isNumber(left) && isNumber(other) ? (binary[operator]?.(left, other) ?? null) : null;
}

const isTrue = (value: Value) =>
  value === true || (typeof value === 'number' && value !== 0) || (typeof value === 'string' && value !== '');

function valueOf(field: Field, value: string | null): Value {
  if (value === null) return null;
  const type = field.type === 'calculated' ? field.result : field.type;
  if (type === 'number' || type === 'money' || type === 'sequence') return Number(value);
  return type === 'yes_no' ? value === 'yes' : value;
}

/** A result as it is kept and shown; null when it is not of the kind that the field says. */
function canonical(field: Field, value: Value): string | null {
  switch (field.result) {
    case 'number': {
      const rounded = round(value, field.decimals);
      if (!isNumber(rounded) || Math.abs(rounded) >= 1e15) return null;
      const decimal = parseDecimal(rounded.toFixed(field.decimals), field.decimals);
      return decimal.ok ? decimal.value : null;
    }
    case 'yes_no':
      return value === null ? null : isTrue(value) ? 'yes' : 'no';
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : null;
    case 'text':
      return value === null || value === '' ? null : String(value).slice(0, 500);
  }
}

/** Values with the calculated ones beside them. Cycles were refused with the definition. */
export function withCalculated(
  fields: readonly Field[],
  values: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const all = { ...values };
  const done = new Set<string>();
  const calculate = (field: Field): void => {
    if (field.type !== 'calculated' || done.has(field.key)) return;
    done.add(field.key);
    const tree = treeOf(field.expression);
    const read: Read = (key) => {
      const other = fields.find((candidate) => candidate.key === key);
      if (!other) return null;
      calculate(other);
      return valueOf(other, all[key] ?? null);
    };
    all[field.key] = tree ? canonical(field, evaluate(tree, read)) : null;
  };
  for (const field of fields) calculate(field);
  return all;
}

const ranks = { ordinary: 0, personal: 1, identity_number: 2, sensitive: 2 } as const;

/**
 * What is wrong with the expressions of a definition. A calculated field may tell nothing that its parts do not: it reads no
 * sealed field, is of no weaker class, and is shown to nobody who may not see them all.
 */
export function* faultsOfExpressions(fields: readonly Field[]): Generator<{ index: number; code: string }> {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const readBy = (field: Field) => {
    const tree = treeOf(field.expression);
    return tree ? namesIn(tree).map((key) => byKey.get(key)) : [];
  };
  const isCircular = (field: Field, above: ReadonlySet<string>): boolean =>
    readBy(field).some(
      (part) => part?.type === 'calculated' && (above.has(part.key) || isCircular(part, new Set([...above, part.key]))),
    );
  for (const [index, field] of fields.entries()) {
    if (field.type !== 'calculated' || field.isRetired) continue;
    const parts = readBy(field);
    if (treeOf(field.expression) === undefined) yield { index, code: 'field.expression_broken' };
    else if (parts.some((part) => part === undefined || part.isRetired))
      yield { index, code: 'field.expression_unknown' };
    else if (parts.some((part) => part && ranks[part.class] > 1)) yield { index, code: 'field.expression_sealed' };
    else if (parts.some((part) => part && ranks[part.class] > ranks[field.class]))
      yield { index, code: 'field.expression_class' };
    else if (parts.some((part) => part && !isSeenByAll(part, field))) yield { index, code: 'field.expression_visible' };
    else if (isCircular(field, new Set([field.key]))) yield { index, code: 'field.expression_circular' };
  }
}

const isSeenByAll = (part: Field, whole: Field) =>
  part.visibleTo === null || (whole.visibleTo?.every((role) => part.visibleTo?.includes(role)) ?? false);
