import { bind, type Binding } from '#gate/gate.ts';
import { addComment, dropComment, editComment, showComments } from './comments.ts';
import * as contracts from './contract.ts';
import { countUnread, markAllRead, markRead, showMentions } from './mentions.ts';

export const bindings: readonly Binding[] = [
  bind(contracts.listComments, showComments),
  bind(contracts.createComment, addComment),
  bind(contracts.changeComment, editComment),
  bind(contracts.removeComment, dropComment),
  bind(contracts.listMentions, showMentions),
  bind(contracts.countMentions, countUnread),
  bind(contracts.readMention, markRead),
  bind(contracts.readAllMentions, markAllRead),
];
