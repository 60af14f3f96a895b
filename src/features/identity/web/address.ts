import { queryOptions } from '@tanstack/react-query';
import { call } from '#web/client.ts';

/** Whose sign-in it is at this address. */
export const addressQuery = (slug: string) =>
  queryOptions({
    queryKey: ['address', slug],
    queryFn: ({ signal }) => call('GET /addresses/{slug}', { params: { slug }, signal }),
    staleTime: 300_000,
  });

const STORED_AS = 'valv.address';

/** The next sign-in on this device begins with it. It names an organisation and nobody in it. */
export function rememberAddress(slug: string): void {
  try {
    localStorage.setItem(STORED_AS, slug);
  } catch {
    // Then it is typed again.
  }
}

export function rememberedAddress(): string {
  try {
    return localStorage.getItem(STORED_AS) ?? '';
  } catch {
    return '';
  }
}

/** The address in what somebody wrote: the address itself, in any case, or a whole link that holds it. */
export function addressIn(written: string): string {
  const text = written.trim().toLowerCase();
  return /\/o\/([^/?#]+)/.exec(text)?.[1] ?? text.replaceAll(/^\/+|\/+$/g, '');
}
