/**
 * The path of an address within the product, or undefined for everything else. What comes back from an address bar decides
 * where somebody who just signed in is led: it must never be another site (`//evil.example`, `/\evil.example`, `javascript:`).
 */
export function localPath(wanted: unknown, origin: string): string | undefined {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return undefined;
  const url = URL.parse(wanted, origin);
  // Dots are gone by now, and may have left two slashes at the beginning.
  if (!url || url.origin !== origin || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}
