import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, isAbsolute } from 'node:path';

/** As many as Linux follows before it gives up. */
const linksMax = 40;

/** Where a folder really is or would be made: links resolved in the part that exists, also when a link's target does not yet. */
function resolveFolder(path: string, linksLeft = linksMax): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (parent === path || linksLeft === 0) return path;
    const place = join(resolveFolder(parent, linksLeft - 1), basename(path));
    const target = findLinkTarget(place);
    return target === undefined ? place : resolveFolder(resolve(dirname(place), target), linksLeft - 1);
  }
}

function findLinkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Whether `inner` is `outer` or lies somewhere below it, whatever links lead there. */
export function isFolderInside(inner: string, outer: string): boolean {
  const path = relative(resolveFolder(outer), resolveFolder(inner));
  return path === '' || (!isAbsolute(path) && path !== '..' && !path.startsWith('../'));
}
