/**
 * The one way in: name → entry → role → input → handler → envelope. Nothing a handler throws crosses; what it throws without
 * meaning to is logged here and answered as `internal`.
 */
import { z } from 'zod';
import { type CallName, contract, type MethodName, type Role, type StreamName } from '../../shared/rpc/contract.ts';
import type { Envelope, ErrorBody, ErrorCode } from '../../shared/rpc/error.ts';
import { type Caller, type Handlers, type Outlet, RequestError } from '../handlers/handlers.ts';
import type { Log } from '../platform/log.ts';

/** One call of a caller. A query whose signal is aborted is answered `cancelled`, unless it has its answer already. */
export interface Asking extends Caller {
  readonly signal?: AbortSignal;
}

/**
 * Whoever reaches a host. Accounts come later; until then both hosts let in nobody but this computer (an Electron window, the
 * loopback address), and whoever sits there does the engineer's work.
 */
export const LOCAL: Caller = { role: 'engineer', where: 'local' };

/** Who may do what a role may. Administration and audit are no more than themselves: they give no commands to the plant. */
const PERMITTED: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'engineer', 'admin', 'auditor'],
  operator: ['operator', 'engineer'],
  engineer: ['engineer'],
  admin: ['admin'],
  auditor: ['auditor'],
};

export interface Dispatcher {
  call(method: string, input: unknown, asking: Asking): Promise<Envelope<unknown>>;
  open(method: string, input: unknown, options: { caller: Caller; wake: () => void }): Envelope<Outlet<unknown>>;
}

export function createDispatcher(handlers: Handlers, log: Log): Dispatcher {
  const calls = { ...handlers.queries, ...handlers.commands };
  return {
    async call(method, input, { signal = NEVER, ...caller }) {
      if (!isCall(method)) return { ok: false, error: unknownMethod(method) };
      const refused = refuse(method, caller);
      if (refused !== null) return { ok: false, error: refused };
      const parsed = contract[method].input.safeParse(input);
      if (!parsed.success) return { ok: false, error: badInput(method, input, contract[method].input) };
      try {
        // The schema just parsed is this method's own, so the input fits; TypeScript cannot correlate the two over a union.
        const handler = calls[method] as (input: unknown, second: AbortSignal | Caller) => unknown;
        const value = await handler(parsed.data, contract[method].kind === 'command' ? caller : signal);
        if (contract[method].audit) log.info(() => `${method} ${JSON.stringify(parsed.data)}`);
        return { ok: true, value };
      } catch (error) {
        const isGivenUp = signal.aborted && contract[method].kind === 'query';
        return { ok: false, error: isGivenUp ? CANCELLED : errorOf(method, error, log) };
      }
    },
    open(method, input, { caller, wake }) {
      if (!isStream(method)) return { ok: false, error: unknownMethod(method) };
      const refused = refuse(method, caller);
      if (refused !== null) return { ok: false, error: refused };
      const parsed = contract[method].input.safeParse(input);
      if (!parsed.success) return { ok: false, error: badInput(method, input, contract[method].input) };
      try {
        const handler = handlers.streams[method] as (input: unknown, wake: () => void) => Outlet<unknown>;
        return { ok: true, value: handler(parsed.data, wake) };
      } catch (error) {
        return { ok: false, error: errorOf(method, error, log) };
      }
    },
  };
}

/** Of a caller who cannot give up. */
const NEVER = new AbortController().signal;

const isMethod = (method: string): method is MethodName => Object.hasOwn(contract, method);
const isStream = (method: string): method is StreamName => isMethod(method) && contract[method].kind === 'stream';
const isCall = (method: string): method is CallName => isMethod(method) && contract[method].kind !== 'stream';

function refuse(method: MethodName, caller: Caller): ErrorBody | null {
  if (PERMITTED[contract[method].role].includes(caller.role)) return null;
  return body('forbidden', 'operator', {
    en: [`${method} needs the role ${contract[method].role}.`, 'Log in with an account that has it.'],
    zh: [`${method} 需要 ${contract[method].role} 角色。`, '请用有此角色的账号登录。'],
  });
}

function unknownMethod(method: string): ErrorBody {
  const name = method.slice(0, 64);
  return body('unknown-method', 'never', {
    en: [`There is no method "${name}" of this kind.`, `Methods are ${Object.keys(contract).join(', ')}.`],
    zh: [`没有方法“${name}”。`, `可用方法：${Object.keys(contract).join(', ')}。`],
  });
}

const ENGLISH = z.locales.en().localeError;
const CHINESE = z.locales.zhCN().localeError;

function badInput(method: MethodName, input: unknown, schema: z.ZodType): ErrorBody {
  const issues = (error: typeof ENGLISH): string => {
    const result = schema.safeParse(input, { error });
    if (result.success) return '';
    return result.error.issues.map(i => `${['input', ...i.path.map(String)].join('.')}: ${i.message}`).join('; ');
  };
  return body('bad-input', 'never', {
    en: [`The input of ${method} is not right: ${issues(ENGLISH)}.`, `Expected is ${formOf(schema)} (JSON Schema).`],
    zh: [`${method} 的输入不正确：${issues(CHINESE)}。`, `应为 ${formOf(schema)}（JSON Schema）。`],
  });
}

/** The form that an input must have, for whoever has no sources at hand. */
function formOf(schema: z.ZodType): string {
  const { $schema: _dialect, ...form } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return JSON.stringify(form);
}

function errorOf(method: string, error: unknown, log: Log): ErrorBody {
  if (error instanceof RequestError) {
    const retry = error.code === 'busy' ? 'backoff' : 'never';
    return { code: error.code, message: error.message, hint: error.hint, retry, zh: error.zh };
  }
  log.error(() => `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return body('internal', 'backoff', {
    en: [`${method} failed inside Citygate.`, 'The log of the station tells more; please report it.'],
    zh: [`${method} 在 Citygate 内部出错。`, '详情见站控日志，请反馈。'],
  });
}

/** An error body from its code and the two sentences (what, how to mend) in both languages. */
export function body(
  code: ErrorCode,
  retry: ErrorBody['retry'],
  { en, zh }: { en: readonly [string, string]; zh: readonly [string, string] },
): ErrorBody {
  return { code, message: en[0], hint: en[1], retry, zh: { message: zh[0], hint: zh[1] } };
}

const CANCELLED = body('cancelled', 'never', {
  en: ['The query was given up by its caller.', 'Ask again if the answer is still wanted.'],
  zh: ['查询已由调用方取消。', '如仍需要结果，请重新查询。'],
});
