import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '#web/session.ts';
import { useArrival } from './useArrival.ts';

interface SignInFlow<Input> {
  submit: (input: Input) => void;
  error: unknown;
  isPending: boolean;
  /** The server signed in, and the browser forgot it: cookies are off. */
  isLost: boolean;
}

/** Any way in: the call, then the proof that it stuck, then onwards. */
export function useSignInFlow<Input>(
  enter: (input: Input) => Promise<unknown>,
  onEntered?: (session: NonNullable<Session>) => void,
): SignInFlow<Input> {
  const arrive = useArrival();
  const [isLost, setLost] = useState(false);
  const mutation = useMutation({
    mutationFn: async (input: Input) => {
      await enter(input);
      return arrive();
    },
    onMutate: () => setLost(false),
    onSuccess: (session) => {
      if (session) onEntered?.(session);
      else setLost(true);
    },
  });
  return { submit: (input) => mutation.mutate(input), error: mutation.error, isPending: mutation.isPending, isLost };
}
