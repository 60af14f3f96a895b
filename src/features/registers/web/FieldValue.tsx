import './registers.css';
import { useQuery } from '@tanstack/react-query';
import { useFormats, useLanguage } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { Link } from '#web/ui/Link.tsx';
import { useFormatPhone } from './phone.ts';
import { registerHref, registersQuery, type Field } from './queries.ts';
import { addressLines, shownType, valueWords } from './value-words.ts';

// The eye finds the same choice again by its colour; the words say it. None of these means good or bad.
const TONES: readonly BadgeProps['tone'][] = ['accent', 'info', 'neutral', 'warning', 'success'];
const COLOURS = { neutral: 'neutral', blue: 'info', green: 'success', yellow: 'warning', red: 'danger' } as const;

type Names = Readonly<Record<string, string>>;

interface FieldValueProps {
  field: Field;
  value: string | null | undefined;
  /** Names of what links lead to, as the record has them. */
  names?: Names;
  /** Addresses, numbers and records as links; not in a table, where a press opens the record. */
  hasLinks?: boolean;
}

/** A value as its reader may see it. */
export function FieldValue({ field, value, names, hasLinks = false }: FieldValueProps) {
  const formats = useFormats();
  const language = useLanguage();
  const formatPhone = useFormatPhone();
  if (value === null || value === undefined || value === '') return null;
  if (!field.isReadable) return <span className="r-masked">{value}</span>;
  const words = valueWords(field, value, { formats, language, formatPhone, ...(names && { names }) });
  switch (shownType(field)) {
    case 'choice':
    case 'choices':
      return (
        <span className="r-badges">
          {value.split(',').map((one) => (
            <Choice key={one} field={field} value={one} />
          ))}
        </span>
      );
    case 'yes_no':
      return (
        <span className="r-yes-no">
          <Icon name={value === 'yes' ? 'check' : 'close'} size={14} />
          {words}
        </span>
      );
    case 'date':
    case 'date_time':
    case 'sequence':
      return <span className="v-number">{words}</span>;
    case 'number':
    case 'money':
      return <span className="v-number r-amount">{words}</span>;
    case 'phone':
      return hasLinks ? (
        <a className="v-number" href={`tel:${value}`}>
          {words}
        </a>
      ) : (
        <span className="v-number">{words}</span>
      );
    case 'email':
      return hasLinks ? <a href={`mailto:${value}`}>{value}</a> : <span>{value}</span>;
    case 'long_text':
      return hasLinks ? <span className="r-lines">{value}</span> : <span>{value.replaceAll('\n', ' ')}</span>;
    case 'address':
      return hasLinks ? <span className="r-lines">{addressLines(value).join('\n')}</span> : <span>{words}</span>;
    case 'link':
    case 'person':
      return hasLinks ? <Links field={field} value={value} names={names ?? {}} /> : <span>{words}</span>;
    default:
      return <span>{words}</span>;
  }
}

function Choice({ field, value }: { field: Field; value: string }) {
  const language = useLanguage();
  const place = field.choices.findIndex((choice) => choice.value === value);
  const choice = field.choices[place];
  const tone = choice?.colour ? COLOURS[choice.colour] : TONES[place % TONES.length];
  return <Badge tone={tone ?? 'neutral'}>{choice?.label[language] ?? value}</Badge>;
}

/** Linked records by name, each with the way to it. One that has no name is gone, or in the trash. */
function Links({ field, value, names }: { field: Field; value: string; names: Names }) {
  const { id, slug } = useOrganisation();
  const registers = useQuery(registersQuery(id));
  const target = registers.data?.registers.find((register) => register.id === field.target);
  return (
    <span className="r-links">
      {value.split(',').map((record) =>
        target && names[record] !== undefined ? (
          <Link key={record} href={`${registerHref(slug, target)}/records/${record}`}>
            {names[record]}
          </Link>
        ) : (
          <span key={record} className="v-muted">
            {names[record] ?? '…'}
          </span>
        ),
      )}
    </span>
  );
}
