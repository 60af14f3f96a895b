// What PostgreSQL prints, as events. The words of an error that a client's statement caused may hold a person's data
// (`invalid input syntax for type date: "…"`), so only its code is kept; the caller has the error itself.

export type LogEvent = { message: string; [key: string]: unknown };
export type Log = (event: LogEvent) => void;

const LINE_CHARS_MAX = 2_000;
// log_line_prefix 'valv:%p:%e:%b: '
const PREFIXED = /^valv:(\d+):(\w{5}):([^:]*): ([A-Z]+\d?): {2}(.*)$/s;

/** The event in a line; undefined for continuation lines, which belong to a statement or a detail. */
export function readLogLine(line: string): LogEvent | undefined {
  if (line.startsWith('\t') || line.trim() === '') return undefined;
  const [, processId, sqlState, backend, severity, text = ''] = PREFIXED.exec(line) ?? [];
  if (severity === undefined) return { message: `PostgreSQL: ${line.slice(0, LINE_CHARS_MAX)}` };
  const isOwnWords = backend !== 'client backend' || severity === 'LOG' || severity === 'FATAL' || severity === 'PANIC';
  const message = `PostgreSQL: ${isOwnWords ? text.slice(0, LINE_CHARS_MAX) : `${severity} ${sqlState} in a statement`}`;
  return { message, severity, sqlState, backend, processId: Number(processId) };
}
