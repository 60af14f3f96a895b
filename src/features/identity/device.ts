// Order matters: browsers name their ancestors.
const browsers: [RegExp, string][] = [
  [/Edg\w*\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox, Windows`: enough to know one's own sessions apart. Of an unknown browser its first word, of none nothing. */
export function describeDevice(browser: string): string {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(browser))?.[1];
  const known = [find(browsers), find(systems)].filter((name) => name !== undefined).join(', ');
  return known === '' ? (/^[\w.-]{1,40}/.exec(browser)?.[0] ?? '') : known;
}
