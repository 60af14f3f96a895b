import type { FieldType } from './design.ts';

/** Line icons of the types of fields, drawn as the kit's are. The type's name stands beside them. */
const PATHS: Readonly<Record<FieldType, string>> = {
  text: 'M4.5 5.5v-1h11v1M10 4.5v11M8 15.5h4',
  long_text: 'M4 5h12M4 8.5h12M4 12h12M4 15.5h7',
  number: 'M8 3.5 6 16.5M14 3.5l-2 13M3.5 8h13M3 12.5h13',
  money: 'M3 5.5h14v9H3zM10 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM5.5 10h.1m8.8 0h.1',
  date: 'M3.5 5.5h13v11h-13zM3.5 9h13M7 3v4M13 3v4',
  date_time: 'M16.5 9V5.5h-13v11H8M3.5 9H9M7 3v4M13 3v4M13.5 10.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zm0 1.8V14l1.2 1',
  choice:
    'M6 3.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zm0 8a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM11.5 6H17M11.5 14H17M6 5.9v.2',
  choices: 'M3.5 4h4v4h-4zM3.5 12h4v4h-4zM11 6h6M11 14h6m-12.5-8 .8.8L7 5',
  yes_no: 'M6.5 5h7a5 5 0 0 1 0 10h-7a5 5 0 0 1 0-10zm7 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  email: 'M3 5h14v10.5H3zM3.5 5.5 10 11l6.5-5.5',
  phone: 'M6.5 3.5 8.5 8 7 9.5a9 9 0 0 0 3.5 3.5L12 11.5l4.5 2v2.5c0 .5-.5 1-1 1C9 16.5 3.5 11 3 4.5c0-.5.5-1 1-1z',
  address:
    'M10 17s-5-4.6-5-8.5a5 5 0 0 1 10 0C15 12.4 10 17 10 17zm0-10.300a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.600z',
  identity_number:
    'M3 4.500h14v11H3zM7 7.500a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM4.8 13c.3-1.2 1.1-1.8 2.2-1.800s1.9.6 2.2 1.800M11.5 8.500h3.500M11.5 11.500h3.5',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-1 1m1.4 2.9a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l1-1',
  person: 'M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 16.5c.4-3 2.8-4.5 6-4.5s5.6 1.5 6 4.5',
  member: 'M3.5 7h13v9.500h-13zM7.5 7V4.500h5V7M3.5 11h13M9 11v1.500h2V11',
  calculated: 'M4.5 4.500h5M7 2v5M11.5 4.500h5M11.8 12.500l4.5 4.500m0-4.5-4.5 4.500M4.5 13.500h5M4.5 16.500h5',
  sequence: 'M4 4.500l1.5-1v5M3.8 12.500c.2-1.3 2.7-1.3 2.7.2 0 1.3-2.6 2-2.7 3.800h2.900M10 5h7M10 10h7M10 15h7',
};

export function TypeIcon({ type, size = 18 }: { type: FieldType; size?: number }) {
  return (
    <svg
      className="v-icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[type]} />
    </svg>
  );
}
