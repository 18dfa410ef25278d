/** The sentences of events about trend presets and annotations, in both languages. */
import type { Annotation } from '../../shared/model/annotation.ts';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import type { Text } from '../../shared/text/text.ts';

/** `at`: the station's time that it is about, in words. */
export function annotationText(annotation: Annotation, before: Annotation | null, at: string): Text {
  const { who, tag, text, isRemoved } = annotation;
  if (before === null || (before.isRemoved && !isRemoved)) {
    return { zh: `${who} 在 ${tag} ${at} 处注释：${text}`, en: `${who} notes at ${tag}, ${at}: ${text}` };
  }
  if (isRemoved) {
    return {
      zh: `${who} 删除 ${tag} ${at} 处的注释：${text}`,
      en: `${who} removes the annotation at ${tag}, ${at}: ${text}`,
    };
  }
  return {
    zh: `${who} 将 ${tag} ${at} 处的注释“${before.text}”改为：${text}`,
    en: `${who} changes the annotation at ${tag}, ${at}, from “${before.text}” to: ${text}`,
  };
}

export function presetSaved({ name, who }: TrendPreset, before: TrendPreset | null): Text {
  if (before !== null && before.name.zh !== name.zh) {
    return {
      zh: `${who} 将趋势预设“${before.name.zh}”改名为“${name.zh}”`,
      en: `${who} renames the trend preset “${before.name.en}” to “${name.en}”`,
    };
  }
  return before === null
    ? { zh: `${who} 保存趋势预设“${name.zh}”`, en: `${who} saves the trend preset “${name.en}”` }
    : {
        zh: `${who} 改写趋势预设“${name.zh}”，原由 ${before.who} 保存`,
        en: `${who} replaces the trend preset “${name.en}”, saved by ${before.who}`,
      };
}

export const presetRemoved = ({ name }: TrendPreset, who: string): Text => ({
  zh: `${who} 删除趋势预设“${name.zh}”`,
  en: `${who} removes the trend preset “${name.en}”`,
});
