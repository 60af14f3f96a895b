import type { RegisterEvent } from '#features/registers/event-contract.ts';

export interface Follower {
  readonly status: number;
  readonly request: string;
  /** What has been told and not been asked for yet. */
  next(): Promise<RegisterEvent>;
  /** Waits for the event that ends the stream, and then for its end. */
  end(): Promise<{ status: number; code: string }>;
  leave(): Promise<void>;
}

/** Reads a stream of events, as a page does: one event after the other. */
export function follower(response: Response): Follower {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const read = async (): Promise<[name: string, data: unknown]> => {
    for (;;) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)\n\n/m.exec(text) ?? [];
      if (name !== '') {
        text = text.slice(text.indexOf(data) + data.length + 2);
        return [name, JSON.parse(data)];
      }
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) throw new Error(`the stream is over: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
  };
  return {
    status: response.status,
    request: response.headers.get('x-request-id') ?? '',
    async next() {
      const [name, data] = await read();
      if (name !== 'changed') throw new Error(`${name} ${JSON.stringify(data)}`);
      return data as RegisterEvent;
    },
    async end() {
      for (;;) {
        const [name, data] = await read();
        if (name !== 'end') continue;
        await reader?.read();
        return data as { status: number; code: string };
      }
    },
    leave: async () => reader?.cancel(),
  };
}
