import { useMessages } from '../language.ts';
import { problemWords } from './ErrorState.tsx';
import { messages } from './messages.ts';
import { toast } from './Toast.tsx';

/** For an action without a form: says in passing why it was not done. */
export function useTellFailure(): (error: unknown) => void {
  const text = useMessages(messages);
  return (error) => {
    const { title, detail } = problemWords(error, text);
    toast({ tone: 'danger', title, ...(detail !== undefined && { detail }) });
  };
}
