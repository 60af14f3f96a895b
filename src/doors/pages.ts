import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

// The pages are built once per version of their sources, at the first start that lacks them: no build step to remember, and a
// tree that was just pulled is the tree that is served.

const root = fileURLToPath(new URL('../../', import.meta.url));
const compress = promisify(brotliCompress);

/** The sources of the pages do not build: this tree is not a whole release. The message holds what Vite said. */
export class PagesBroken extends Error {
  override readonly name = 'PagesBroken';
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Names the sources of the pages: what they are built from, and what builds them. */
async function hashSources(): Promise<string> {
  const features = (await readdir(join(root, 'src/features'), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  const folders = ['src/web', ...features.map((feature) => `src/features/${feature.name}/web`)];
  const files = (await Promise.all(folders.map((folder) => listFiles(folder).catch(() => [])))).flat().sort();
  const hash = createHash('sha256');
  for (const file of [...files, 'src/doors/pages.ts', 'vite.config.ts', 'package-lock.json']) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Builds the pages below `folder` unless this version of them is there. Returns where they are; safe from several processes. */
export async function buildPages(folder: string): Promise<{ folder: string; isNew: boolean }> {
  const built = join(folder, await hashSources());
  if (await stat(join(built, 'index.html')).catch(() => undefined)) return { folder: built, isNew: false };
  const draft = `${built}.${process.pid}`;
  await mkdir(dirname(draft), { recursive: true });
  await runVite(draft);
  await Promise.all((await listPages(draft)).map(compressBeside));
  // Another process may have been faster; both made the same.
  await rename(draft, built).catch(() => rm(draft, { recursive: true, force: true }));
  for (const name of await readdir(folder)) {
    if (name !== built.slice(folder.length + 1) && /^[0-9a-f]{16}$/.test(name))
      await rm(join(folder, name), { recursive: true, force: true });
  }
  return { folder: built, isNew: true };
}

interface PageFile {
  path: string;
  /** As it stands in an address. */
  name: string;
}

async function listPages(folder: string): Promise<PageFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && extname(entry.name) !== '.br')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: `/${relative(folder, path)}` }));
}

/** The page itself is not the same for every installation, and pictures are small already. */
const isCompressible = ({ name }: PageFile) => name !== '/index.html' && !['.png', '.ico'].includes(extname(name));

/** Once, when they are built: compressing at every start would cost a second and the memory of a whole encoder per file. */
async function compressBeside(file: PageFile): Promise<void> {
  if (isCompressible(file)) await writeFile(`${file.path}.br`, await compress(await readFile(file.path)));
}

function runVite(outFolder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const { PATH } = process.env;
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: root,
      env: { PATH, VALV_PAGES_OUT: outFolder, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new PagesBroken(`The pages could not be built:\n${output.slice(-4_000)}`)),
    );
  });
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

interface Asset {
  body: Buffer<ArrayBuffer>;
  compressed: Buffer<ArrayBuffer> | undefined;
  type: string;
  tag: string;
}

/** Everything a page needs comes from here and nothing from elsewhere: no inline script or style, no frame, no form to others. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
};

/** An IANA zone has no character that HTML would mind. */
const placeTimeZone = (html: string, timeZone: string) =>
  html.replace('name="valv-time-zone" content=""', `name="valv-time-zone" content="${timeZone}"`);

/** The built pages, in memory: a few hundred kilobytes, compressed when they were built. */
export class Pages {
  readonly #assets: ReadonlyMap<string, Asset>;

  private constructor(assets: ReadonlyMap<string, Asset>) {
    this.#assets = assets;
  }

  /** `timeZone` is told to the pages, which show times in it. */
  static async load(folder: string, timeZone: string): Promise<Pages> {
    const assets = new Map<string, Asset>();
    await Promise.all(
      (await listPages(folder)).map(async (page) => {
        const file = await readFile(page.path);
        const isPage = page.name === '/index.html';
        const body = Buffer.from(isPage ? placeTimeZone(file.toString('utf8'), timeZone) : file);
        assets.set(page.name, {
          body,
          compressed: isCompressible(page) ? Buffer.from(await readFile(`${page.path}.br`)) : undefined,
          type: types[extname(page.name)] ?? 'application/octet-stream',
          tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`,
        });
      }),
    );
    return new Pages(assets);
  }

  /** Answers a GET for a page or a part of one: the file of that name, or the page that routes by itself in the browser. */
  answer(request: Request): Response {
    const { pathname } = new URL(request.url);
    const isAsset = pathname.startsWith('/assets/');
    const asset = this.#assets.get(pathname) ?? (isAsset ? undefined : this.#assets.get('/index.html'));
    if (!asset) return new Response('Not found', { status: 404, headers: pageHeaders });
    const headers: Record<string, string> = {
      ...pageHeaders,
      'content-type': asset.type,
      // Names under /assets hold their content's hash; everything else is asked for anew, so that a release is seen at once.
      'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: asset.tag,
      vary: 'accept-encoding',
    };
    if (request.headers.get('if-none-match') === asset.tag) return new Response(null, { status: 304, headers });
    const isCompressed = asset.compressed !== undefined && /\bbr\b/.test(request.headers.get('accept-encoding') ?? '');
    if (isCompressed) headers['content-encoding'] = 'br';
    return new Response(isCompressed ? asset.compressed : asset.body, { headers });
  }
}
