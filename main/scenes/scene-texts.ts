/** What the event stream says about screens whose files have been changed. */
import type { Text } from '../../shared/text/text.ts';
import { type Problem, placeOf } from '../project/problem.ts';

export const renewedText = (title: Text, file: string): Text => ({
  zh: `画面“${title.zh}”已更新（${file}）`,
  en: `Screen "${title.en}" has been renewed (${file})`,
});

/** The first mistake of a file, and how many more there are. */
export function brokenText(problems: readonly Problem[]): Text {
  const [first] = problems;
  if (first === undefined) return { zh: '', en: '' };
  const more = problems.length - 1;
  return {
    zh: `画面文件有误，仍用原画面：${placeOf(first)} ${first.what.zh}，${first.right.zh}${more === 0 ? '' : `；另有 ${more} 处`}`,
    en: `A screen's file is wrong, the screen stays as it was: ${placeOf(first)} ${first.what.en}; ${first.right.en}${more === 0 ? '' : `; and ${more} more`}`,
  };
}

export const fullText = (file: string): Text => ({
  zh: `画面新增的表达式过多，重新启动后生效（${file}）`,
  en: `The screen adds too many expressions; it is shown after the next start (${file})`,
});
