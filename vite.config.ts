import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const inRepository = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** React Aria brings its words in 34 languages; the pages have two. en-US is what it falls back on, and what en-GB finds. */
function onlyOurLanguages(): Plugin {
  return {
    name: 'valv:only-our-languages',
    enforce: 'pre',
    load(id) {
      const isLocale =
        /\/react-(?:aria|aria-components|stately)\/dist\/private\/.*\/(?<locale>[a-z]{2}-[A-Z]{2})\.mjs$/.exec(id);
      if (!isLocale || isLocale.groups?.['locale'] === 'en-US' || isLocale.groups?.['locale'] === 'sv-SE')
        return undefined;
      return 'export default {};';
    },
  };
}

export default defineConfig(({ mode }) => ({
  root: inRepository('src/web'),
  plugins: [onlyOurLanguages(), react()],
  build: {
    outDir: inRepository(process.env['VALV_PAGES_OUT'] ?? 'data/pages'),
    emptyOutDir: true,
    assetsDir: 'assets',
    sourcemap: false,
    target: 'es2024',
    // P60: the latest Chrome and Edge; these are the first with all that tokens.css uses.
    cssTarget: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    // Every asset under its own address: a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: inRepository('src/web/index.html'),
        // The gallery is for judging the kit; it is no part of the product.
        ...(mode === 'development' && { gallery: inRepository('src/web/gallery/index.html') }),
      },
      output: {
        // What changes with our releases is kept apart from what changes with the lock file, so that a returning browser
        // loads little. The calendar and its kin are left to the chunks that ask for them.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// },
            { name: 'router', test: /node_modules\/@tanstack\/(?!react-virtual|virtual-core)/ },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': process.env['VALV_API'] ?? 'http://127.0.0.1:8080' } },
}));
