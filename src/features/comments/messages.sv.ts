import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.comment.not_own': 'Bara den som skrev kommentaren kan ändra den.',
  'problem.comment.stale': 'Du har ändrat kommentaren i ett annat fönster sedan du öppnade den.',
  'problem.comment.removed': 'Kommentaren är borttagen.',
  'field.mention_unreachable':
    'Någon som nämns nås inte: de är inte med, är avstängda eller får inte läsa poster. Ta bort omnämnandet.',
  'field.too_many_mentions': 'Högst {mentionsMax} kan nämnas i en kommentar.',
} satisfies Messages;
