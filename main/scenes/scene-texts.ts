/** What the event stream says about screens whose files have been changed. */
import type { Text } from '../../shared/text/text.ts';
import { type Problem, placeOf } from '../project/problem.ts';

export const renewedText = (title: Text, file: string): Text => ({
  zh: `画面“${title.zh}”已更新（${file}）`,
  en: `Screen "${title.en}" has been renewed (${file})`,
});

export const mendedText = (file: string): Text => ({
  zh: `画面文件已改正（${file}）`,
  en: `The screen's file is right again (${file})`,
});

export const goneText = (file: string): Text => ({
  zh: `有误的画面文件已移走（${file}）`,
  en: `The screen's file that was wrong is gone (${file})`,
});

/** What keeps a file from being used. */
export const brokenText = (problems: readonly Problem[]): Text => ({
  zh: `画面文件有误，仍用原画面：${firstOf(problems).zh}`,
  en: `A screen's file is wrong, the screen stays as it was: ${firstOf(problems).en}`,
});

/** What the lint has against a screen that is shown all the same. */
export const lintText = (problems: readonly Problem[]): Text => ({
  zh: `画面已显示，但检查有意见：${firstOf(problems).zh}`,
  en: `The screen is shown, but the lint has something against it: ${firstOf(problems).en}`,
});

/** The first mistake of a file, and how many more there are. */
function firstOf(problems: readonly Problem[]): Text {
  const [first] = problems;
  if (first === undefined) return { zh: '', en: '' };
  const more = problems.length - 1;
  return {
    zh: `${placeOf(first)} ${first.what.zh}，${first.right.zh}${more === 0 ? '' : `；另有 ${more} 处`}`,
    en: `${placeOf(first)} ${first.what.en}; ${first.right.en}${more === 0 ? '' : `; and ${more} more`}`,
  };
}

export const fullText = (file: string): Text => ({
  zh: `画面新增的表达式过多，重新启动后生效（${file}）`,
  en: `The screen adds too many expressions; it is shown after the next start (${file})`,
});
