import type { sv } from './panel-messages.sv.ts';

export const en: typeof sv = {
  comments: 'Comments',
  previous: (key) => `Previous record${key === undefined ? '' : ` (${key})`}`,
  next: (key) => `Next record${key === undefined ? '' : ` (${key})`}`,
};
