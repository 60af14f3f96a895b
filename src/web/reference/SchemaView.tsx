import { useMessages } from '../language.ts';
import { find, nameOf, type Reference, type Schema } from './description.ts';
import { messages } from './messages.ts';

interface SchemaViewProps {
  schema: Schema;
  components: Reference['components'];
}

/** What a schema holds: its properties as a list, and what has a name of its own folded until somebody wants to see it. */
export function SchemaView({ schema, components }: SchemaViewProps) {
  const shown = find(components.schemas, schema) ?? schema;
  if (shown.properties)
    return (
      <dl className="api-properties">
        {Object.entries(shown.properties).map(([name, property]) => (
          <div key={name} className="api-property">
            <dt>
              <code>{name}</code>
              <Necessity isRequired={shown.required?.includes(name) ?? false} />
            </dt>
            <dd>
              <TypeWords schema={property} components={components} />
              <Inside schema={property} components={components} />
            </dd>
          </div>
        ))}
      </dl>
    );
  return (
    <div>
      <TypeWords schema={shown} components={components} />
      <Inside schema={shown} components={components} />
    </div>
  );
}

export function Necessity({ isRequired }: { isRequired: boolean }) {
  const text = useMessages(messages);
  return <span className="api-necessity">{isRequired ? text.required : text.optional}</span>;
}

/** What it is, in a line. */
export function TypeWords({ schema, components }: SchemaViewProps) {
  const text = useMessages(messages);
  const describe = (one: Schema, depth = 0): string => {
    if (one.$ref !== undefined) {
      const named = find(components.schemas, one);
      return named?.properties || depth > 2 || !named ? nameOf(one.$ref) : describe(named, depth + 1);
    }
    if (one.const !== undefined) return JSON.stringify(one.const);
    if (one.enum) return one.enum.map((value) => JSON.stringify(value)).join(' | ');
    const choices = one.anyOf ?? one.oneOf;
    if (choices) return choices.map((choice) => describe(choice, depth + 1)).join(text.or);
    if (one.type === 'array') return text.listOf(one.items ? describe(one.items, depth + 1) : text.anything);
    if (typeof one.additionalProperties === 'object' && !one.properties)
      return text.mapOf(describe(one.additionalProperties, depth + 1));
    return [one.type ?? text.anything, one.format && `(${one.format})`].filter(Boolean).join(' ');
  };
  const shown = find(components.schemas, schema) ?? schema;
  const least = shown.minimum ?? shown.minLength ?? shown.minItems;
  const most = shown.maximum ?? shown.maxLength ?? shown.maxItems;
  const bounds = [
    least !== undefined && Math.abs(least) < Number.MAX_SAFE_INTEGER && text.from(least),
    most !== undefined && most < Number.MAX_SAFE_INTEGER && text.to(most),
    shown.default !== undefined && text.standard(JSON.stringify(shown.default)),
  ].filter((part) => typeof part === 'string');
  return (
    <span className="api-type">
      {describe(schema)}
      {bounds.length > 0 && <span className="v-muted">{`, ${bounds.join(', ')}`}</span>}
    </span>
  );
}

/** The objects inside of a property, folded. A schema that holds itself is folded again, so it never ends and never begins. */
function Inside({ schema, components }: SchemaViewProps) {
  const text = useMessages(messages);
  const objects = objectsIn(schema, components);
  return objects.map(({ name, schema: inner }, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- the choices of a schema have no names and never change places
    <details key={index} className="api-inside">
      <summary>{[text.showSchema, name].filter(Boolean).join(' ')}</summary>
      <SchemaView schema={inner} components={components} />
    </details>
  ));
}

function objectsIn(schema: Schema, components: Reference['components']): { name: string; schema: Schema }[] {
  const named = find(components.schemas, schema);
  const shown = named ?? schema;
  const name = schema.$ref === undefined ? '' : nameOf(schema.$ref);
  if (shown.properties) return [{ name, schema: shown }];
  if (shown.items) return objectsIn(shown.items, components);
  if (typeof shown.additionalProperties === 'object') return objectsIn(shown.additionalProperties, components);
  return (shown.anyOf ?? shown.oneOf ?? []).flatMap((choice) => objectsIn(choice, components));
}
