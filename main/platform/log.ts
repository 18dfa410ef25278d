/**
 * One line per fact: time, level, namespace, text. Goes to stderr, so that stdout stays for what scripts read.
 * Text is built lazily.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  debug(text: () => string): void;
  info(text: () => string): void;
  warn(text: () => string): void;
  error(text: () => string): void;
  /** A log whose lines carry `namespace` after this one's. */
  child(namespace: string): Log;
}

/** Text of devices and clients may hold anything: it must neither forge a second line nor command a terminal. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function createLog(
  namespace: string,
  options: { level: LogLevel; write: (line: string) => void } = {
    level: 'info',
    write: line => process.stderr.write(line),
  },
): Log {
  const line = (level: LogLevel) => (text: () => string) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(options.level)) return;
    options.write(`${new Date().toISOString()} ${level.padEnd(5)} ${namespace}: ${oneLine(text())}\n`);
  };
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: sub => createLog(`${namespace}.${sub}`, options),
  };
}
