// One stream of events for all windows of this browser that look at the same thing: whoever holds the lock listens and passes on
// what is told. Over HTTP/1.1 a browser has six connections to a server, and each window would hold one of them.

/** `lost`: what happens is not heard at the moment. */
export type FollowState = 'connecting' | 'open' | 'lost';

/** Why the server ended it, in its own words. */
export interface FollowEnd {
  status: number;
  code: string;
}

export interface FollowListener {
  onTold(data: unknown): void;
  /** From now on everything is heard; what happened before may not have been. */
  onOpen(): void;
  onState(state: FollowState): void;
  /** Whoever listened may no longer do so. */
  onRefused(end: FollowEnd): void;
}

type Message =
  | { kind: 'told'; data: unknown }
  | { kind: 'open' }
  | { kind: 'state'; state: FollowState }
  | { kind: 'refused'; end: FollowEnd }
  | { kind: 'hello' };

const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 60_000;

/** Listens to `url` until the function that it gives is called. */
export function follow(url: string, listener: FollowListener): () => void {
  const name = `valv ${url}`;
  const windows = new BroadcastChannel(name);
  const over = new AbortController();
  let state: FollowState = 'connecting';
  let isLeading = false;

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin but its own
  const pass = (message: Message) => windows.postMessage(message);
  const take = (message: Message) => {
    if (over.signal.aborted) return;
    if (message.kind === 'told') listener.onTold(message.data);
    else if (message.kind === 'open') listener.onOpen();
    else if (message.kind === 'refused') listener.onRefused(message.end);
    else if (message.kind === 'state') {
      state = message.state;
      listener.onState(state);
    } else if (isLeading) pass({ kind: 'state', state });
  };
  const tell = (message: Message) => {
    take(message);
    pass(message);
  };
  windows.addEventListener('message', ({ data }: MessageEvent<Message>) => take(data));
  pass({ kind: 'hello' });

  const leading = () => {
    isLeading = true;
    return lead(url, tell, over.signal);
  };
  // Without a lock (a page that did not come safely) each window listens for itself.
  if ('locks' in navigator)
    navigator.locks.request(name, { signal: over.signal }, leading).catch(() => {
      // Let go of before it was given.
    });
  else void leading();
  return () => {
    over.abort();
    windows.close();
  };
}

/** Listens, and again whenever it ends, with pauses that grow for as long as nothing comes of it. */
async function lead(url: string, tell: (message: Message) => void, over: AbortSignal): Promise<void> {
  for (let pauseMs = PAUSE_FIRST_MS; !over.aborted;) {
    let wasOpen = false;
    const end = await listen(url, over, {
      onOpen: () => {
        wasOpen = true;
        tell({ kind: 'state', state: 'open' });
        tell({ kind: 'open' });
      },
      onTold: (data) => tell({ kind: 'told', data }),
    });
    if (over.aborted) return;
    if (wasOpen) pauseMs = PAUSE_FIRST_MS;
    if (end?.code === 'renew') continue;
    tell({ kind: 'state', state: 'lost' });
    if (end && end.status < 500) {
      tell({ kind: 'refused', end });
      pauseMs = PAUSE_MAX_MS;
    }
    // Not all at once, when a server has come back.
    await pause(pauseMs * (0.7 + Math.random() * 0.6), over);
    pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
  }
}

/** One stream to its end: what the server said of it, or nothing when the connection broke or never was. */
function listen(
  url: string,
  over: AbortSignal,
  { onOpen, onTold }: { onOpen: () => void; onTold: (data: unknown) => void },
): Promise<FollowEnd | undefined> {
  return new Promise((resolve) => {
    const source = new EventSource(url);
    const close = (end?: FollowEnd) => {
      source.close();
      over.removeEventListener('abort', leave);
      resolve(end);
    };
    const leave = () => close();
    over.addEventListener('abort', leave, { once: true });
    source.addEventListener('open', onOpen);
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => onTold(JSON.parse(data)));
    source.addEventListener('end', ({ data }: MessageEvent<string>) => close(JSON.parse(data) as FollowEnd));
    source.addEventListener('error', leave);
  });
}

/** Shorter when the network comes back, or when it is over. */
function pause(timeMs: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', done);
      over.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeMs);
    globalThis.addEventListener('online', done);
    over.addEventListener('abort', done);
  });
}
