/**
 * Secrets of the station (passwords of analysers and servers): one JSON file in the data folder, readable by its owner only,
 * written whole and renamed. Names are `channel/<id>`. Never logged, never part of a project or an answer.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StationError } from './station-error.ts';

const OWNER_ONLY = 0o600;

export class SecretStore {
  readonly #file: string;
  readonly #secrets: Map<string, string>;

  /** Throws `StationError` `bad-secrets` when the file is not what this class writes. */
  constructor(dataDirectory: string) {
    this.#file = join(dataDirectory, 'secrets.json');
    this.#secrets = read(this.#file);
  }

  get(name: string): string | null {
    return this.#secrets.get(name) ?? null;
  }

  /**
   * The secret, made of 24 random bytes when there is none yet. Throws `StationError` `secrets-not-written` when it cannot be
   * kept; the file is then what it was before.
   */
  getOrCreate(name: string): string {
    const known = this.#secrets.get(name);
    if (known !== undefined) return known;
    const secret = randomBytes(24).toString('base64url');
    write(this.#file, new Map(this.#secrets).set(name, secret));
    this.#secrets.set(name, secret);
    return secret;
  }
}

function read(file: string): Map<string, string> {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, OWNER_ONLY);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw bad(file, error);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not an object');
    return new Map(
      Object.entries(value).map(([name, secret]) => {
        if (typeof secret !== 'string') throw new TypeError(`secret ${name} is not text`);
        return [name, secret];
      }),
    );
  } catch (error) {
    throw bad(file, error);
  }
}

function write(file: string, secrets: ReadonlyMap<string, string>): void {
  const draft = `${file}.new`;
  try {
    // A draft that an earlier run left behind would keep its own rights.
    rmSync(draft, { force: true });
    writeDraft(draft, Buffer.from(`${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`));
    renameSync(draft, file);
  } catch (error) {
    removeDraft(draft);
    throw notWritten(file, error);
  }
}

function writeDraft(draft: string, bytes: Buffer): void {
  const descriptor = openSync(draft, 'wx', OWNER_ONLY);
  try {
    // A disk that is nearly full takes a part and says so by the count only.
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The draft holds secrets: it must not stay. Where not even that works, the error of the write is the one to tell. */
function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    return;
  }
}

function notWritten(file: string, cause: unknown): StationError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new StationError(
    {
      code: 'secrets-not-written',
      message: isFull
        ? `The key file ${file} cannot be written: the disk is full (${code}).`
        : `The key file ${file} cannot be written (${code}).`,
      hint: isFull
        ? 'Make room on this disk or choose another data folder with --data. Nothing has been started.'
        : 'Give this user the right to write there, or choose another data folder with --data. Nothing has been started.',
      retry: 'operator',
      zh: {
        message: isFull ? `密钥文件 ${file} 无法写入：磁盘已满（${code}）。` : `密钥文件 ${file} 不可写（${code}）。`,
        hint: isFull
          ? '请清理磁盘，或用 --data 指定另一个数据文件夹。本次没有启动任何部分。'
          : '请给当前用户写权限，或用 --data 指定另一个数据文件夹。本次没有启动任何部分。',
      },
    },
    { cause },
  );
}

function bad(file: string, cause: unknown): StationError {
  return new StationError(
    {
      code: 'bad-secrets',
      message: `The key file ${file} cannot be used.`,
      hint: 'Restore it from a backup, or remove it and enter the passwords again. Nothing has been started.',
      retry: 'operator',
      zh: { message: `密钥文件 ${file} 无法使用。`, hint: '从备份恢复，或删除后重新录入密码。本次没有启动任何部分。' },
    },
    { cause },
  );
}
