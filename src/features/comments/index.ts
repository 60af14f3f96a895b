export { mentionsIn, nameMentions } from './mention-text.ts';
