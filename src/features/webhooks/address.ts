import { isIP } from 'node:net';
import { invalid } from '#kernel/errors/problem.ts';
import { isPublicAddress } from '#kernel/outgoing/public-address.ts';
import type { Context } from '#gate/context.ts';

/**
 * Refuses an address that nothing would be sent to, with the field's path. What a name stands for is looked at when it is
 * called, each time.
 */
export function assertAddress(context: Context, text: string): void {
  const code = faultOf(URL.parse(text), context.mayCallPrivate);
  if (code !== undefined) throw invalid([{ path: 'body.url', code }]);
}

function faultOf(url: URL | null, mayCallPrivate: boolean): string | undefined {
  if (url === null) return 'field.webhook_url';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isOwn = mayCallPrivate && /^(localhost|127\.[\d.]+|::1)$/.test(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn)) return 'field.webhook_not_https';
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'field.webhook_url';
  const isPrivate = isIP(host) === 0 ? /(^|\.)localhost$/.test(host) : !isPublicAddress(host);
  return isPrivate && !mayCallPrivate ? 'field.webhook_private' : undefined;
}
