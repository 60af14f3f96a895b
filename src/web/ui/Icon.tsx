/** Our own line icons on a 20-unit grid. They are decoration: the words beside them, or the control's label, carry the meaning. */
const PATHS = {
  add: 'M10 4v12M4 10h12',
  archive: 'M3.5 4.5h13v3h-13zM4.5 7.5v8h11v-8M8 10.5h4',
  back: 'M15.5 10h-11m4.5-5-5 5 5 5',
  bell: 'M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.5 1.5h-12zM8.5 17h3',
  building: 'M4.5 16.5v-11l6-2.5v13.5M10.5 8l5 2v6.5M2.5 16.5h15M7.5 8v.1m0 2.9v.1m0 2.9v.1m5.5-2v.1m0 1.9v.1',
  calendar: 'M3.5 5.5h13v11h-13zM3.5 9h13M7 3v4M13 3v4',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  chevronDown: 'm5.5 8 4.5 4.5L14.5 8',
  chevronLeft: 'M12 5.5 7.5 10l4.5 4.5',
  chevronRight: 'M8 5.5 12.5 10 8 14.5',
  chevronUp: 'm5.5 12 4.5-4.5 4.5 4.5',
  chevronsUpDown: 'm6.5 8 3.5-3.5L13.5 8m-7 4 3.5 3.5 3.5-3.5',
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm0 3.5V10l2.5 2',
  close: 'm5 5 10 10M15 5 5 15',
  columns: 'M3.5 4.5h13v11h-13zM8 4.5v11M12 4.5v11',
  comment: 'M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5zM6.5 7.8h7M6.5 10.4h4.5',
  copy: 'M7.5 7.5h9v9h-9zM4.5 12.5h-1v-9h9v1',
  danger: 'M7 3h6l4 4v6l-4 4H7l-4-4V7zm3 3.5V11m0 2.5v.1',
  document: 'M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4M7.5 10.5h5.5M7.5 13.5h5.5',
  download: 'M10 3.5v9m-4-3.5 4 4 4-4M4 16.5h12',
  edit: 'm4 16 .8-3.6L13 4.2a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L7.6 15.2zM11.5 5.7l2.8 2.8',
  external: 'M8 5H4.5v10.5H15V12M11 4h5v5m0-5-6.5 6.5',
  eye: 'M2.5 10s2.5-5 7.5-5 7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zm7.5-2.2a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z',
  eyeOff:
    'M4.5 6.5c-1.3 1.3-2 3.5-2 3.5s2.5 5 7.5 5c1 0 2-.2 2.8-.5M8 5.2A8 8 0 0 1 10 5c5 0 7.5 5 7.5 5s-.6 1.3-1.9 2.6M3.5 3.5l13 13M8.4 8.5a2.2 2.2 0 0 0 3.1 3.1',
  filter: 'M3.5 5.5h13M6 10h8M8.5 14.5h3',
  globe: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM3 10h14M10 3c2.5 2 3 4.5 3 7s-.5 5-3 7c-2.5-2-3-4.5-3-7s.5-5 3-7z',
  help: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM8 8.2a2 2 0 1 1 2.9 1.7c-.6.3-.9.7-.9 1.4m0 2.2v.1',
  home: 'M3.5 9 10 3.5 16.5 9M5 8v8.5h10V8M8.5 16.5V12h3v4.5',
  info: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm0 6.5V14m0-7.5v.1',
  key: 'M12.5 3.5a4 4 0 1 1-3.2 6.4L4 15.2V17h2.5v-1.8h1.8v-1.8l2-1.9M13.5 6.5v.1',
  language: 'M3 5.5h8M7 3.5v2m2.5 0C9 9 6.5 11.5 3.5 12.5M5 8c1 2 3 3.5 5 4.3M10 16.5l3.5-8.5 3.5 8.5m-5.9-2.5h4.8',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-1 1m1.4 2.9a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l1-1',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.5',
  mail: 'M3 5h14v10.5H3zM3.5 5.5 10 11l6.5-5.5',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  monitor: 'M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3',
  moon: 'M16 12A6.7 6.7 0 0 1 8 4a6.5 6.5 0 1 0 8 8z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  paperclip: 'm15.5 9.5-5.7 5.7a3.5 3.5 0 0 1-5-5l6-6a2.3 2.3 0 0 1 3.3 3.3l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5-5',
  register: 'M4.5 3h11v14h-11zM4.5 7h11M8 10.5h4.5M8 13.5h4.5',
  restore: 'M4 5v3.5h3.5M4.3 8.3A6.5 6.5 0 1 1 3.6 12M10 7v3.5l2.5 1.5',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4',
  settings: 'M3 6h7m4 0h3M3 14h3m4 0h7M12 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8 12a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  shield: 'M10 2.8 4 5v4.5c0 3.7 2.5 6.4 6 7.7 3.5-1.3 6-4 6-7.7V5zM7.3 10l2 2 3.5-3.8',
  signOut: 'M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H7.5',
  sortDown: 'M10 4v12m-4-4 4 4 4-4',
  sortUp: 'M10 16V4M6 8l4-4 4 4',
  success: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm-3.2 7.2 2.2 2.2 4.2-4.6',
  sun: 'M10 6.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM10 2v1.8m0 12.4V18M2 10h1.8m12.4 0H18M4.3 4.3l1.3 1.3m8.8 8.8 1.3 1.3m0-11.4-1.3 1.3m-8.8 8.8-1.3 1.3',
  trash: 'M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7 4.5 3.5 8 7 11.5',
  upload: 'M10 13V4M6 7.5l4-4 4 4M4 16.5h12',
  user: 'M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 16.5c.4-3 2.8-4.5 6-4.5s5.6 1.5 6 4.5',
  users:
    'M7.5 4a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM2.5 16c.3-2.7 2.2-4 5-4s4.7 1.3 5 4M12.5 4.2a2.7 2.7 0 0 1 0 5.2M14 12.2c2 .4 3.2 1.6 3.5 3.8',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5m0 2v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="v-icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export const ICON_NAMES = Object.keys(PATHS) as IconName[];
