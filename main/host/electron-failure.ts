/**
 * The page an operator sees when the station cannot start: what is wrong and how to mend it, in both languages.
 * Made by main without scripts or bridge, because nothing of the station is there to talk to.
 */
import { StationError } from '../platform/station-error.ts';
import { generatedResponse } from './electron-scheme.ts';

export const FAILURE_PAGE = 'start-failed.html';
const FAILURE_STYLE = 'start-failed.css';

const STYLE = `
:root { color-scheme: light; font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
body { margin: 0; padding: 32px 40px; background: #cdd0d3; color: #1b2125; }
h1 { margin: 0 0 24px; font-size: 22px; }
section { margin: 0 0 20px; padding: 16px 20px; background: #f3f5f6; border-left: 6px solid #a3262a; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
p + p { margin-top: 8px; font-weight: 600; }
footer { color: #4b555c; font-family: ui-monospace, monospace; font-size: 13px; }
`;

interface Sentences {
  readonly message: string;
  readonly hint: string;
}

function sentencesOf(error: unknown): { code: string; zh: Sentences; en: Sentences } {
  if (error instanceof StationError) return { code: error.code, zh: error.zh, en: error };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'internal',
    zh: { message: `程序内部错误：${text}`, hint: '请查看日志，并联系维护人员。' },
    en: { message: `Internal error: ${text}`, hint: 'See the log and call the maintenance staff.' },
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/** The pages to serve, for `handleAppScheme`, once the reason is known. */
export function failurePages(reason: () => unknown): ReadonlyMap<string, () => Response> {
  return new Map([
    [FAILURE_PAGE, () => generatedResponse(failureHtml(reason()), 'html')],
    [FAILURE_STYLE, () => generatedResponse(STYLE, 'css')],
  ]);
}

function failureHtml(error: unknown): string {
  const { code, zh, en } = sentencesOf(error);
  const section = (language: string, { message, hint }: Sentences) =>
    `<section lang="${language}"><p>${escapeHtml(message)}</p><p>${escapeHtml(hint)}</p></section>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Citygate 无法启动 · cannot start</title>
<link rel="stylesheet" href="/${FAILURE_STYLE}"></head>
<body><h1>Citygate 无法启动 · Citygate cannot start</h1>
${section('zh-CN', zh)}
${section('en', en)}
<footer>${escapeHtml(code)}</footer></body></html>`;
}
