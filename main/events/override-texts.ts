/** The sentences of events about substituted and forced values, in both languages: who, what, until when, why. */
import type { TagOverride } from '../../shared/model/tag.ts';
import type { Text } from '../../shared/text/text.ts';

/** What is overridden and how its numbers and times read. */
export interface OverrideSubject {
  readonly tag: string;
  readonly unit: string;
  /** Station time of an epoch ms. */
  readonly clock: (time: number) => string;
}

const amount = ({ unit }: OverrideSubject, value: number): string => (unit === '' ? `${value}` : `${value} ${unit}`);

const noun = ({ kind }: TagOverride): Text =>
  kind === 'force' ? { zh: '强制值', en: 'forced value' } : { zh: '替代值', en: 'substitute' };

/** `before` is what the tag was overridden with until now, if it was. */
export function overrideSet(subject: OverrideSubject, now: TagOverride, before: TagOverride | undefined): Text {
  const { tag, clock } = subject;
  const { who, why, value, until } = now;
  const [name, number] = [noun(now), amount(subject, value)];
  const was = before === undefined ? null : { name: noun(before), number: amount(subject, before.value) };
  const zh = was === null ? `${who} 为 ${tag} 设` : `${who} 将 ${tag} 的${was.name.zh} ${was.number} 改为`;
  const en =
    was === null ? `${who} gives ${tag} the` : `${who} changes ${tag} from the ${was.name.en} ${was.number} to the`;
  return {
    zh: `${zh}${name.zh} ${number}，至 ${clock(until)}：${why}`,
    en: `${en} ${name.en} ${number} until ${clock(until)}: ${why}`,
  };
}

export function overrideReleased(subject: OverrideSubject, ended: TagOverride, by: { who: string; why: string }): Text {
  const { tag } = subject;
  const [name, number] = [noun(ended), amount(subject, ended.value)];
  return {
    zh: `${by.who} 解除 ${tag} 的${name.zh} ${number}，恢复实时值：${by.why}`,
    en: `${by.who} ends the ${name.en} ${number} of ${tag}; the live value is back: ${by.why}`,
  };
}

/** Its time has come, while the station ran or while it did not. */
export function overrideExpired(subject: OverrideSubject, ended: TagOverride): Text {
  const { tag } = subject;
  const [name, number] = [noun(ended), amount(subject, ended.value)];
  return {
    zh: `${tag} 的${name.zh} ${number} 到期（${ended.who} 所设），恢复实时值`,
    en: `The ${name.en} ${number} of ${tag} by ${ended.who} has expired; the live value is back`,
  };
}

/** Still there after a restart. */
export function overrideKept(subject: OverrideSubject, kept: TagOverride): Text {
  const { tag, clock } = subject;
  const [name, number] = [noun(kept), amount(subject, kept.value)];
  return {
    zh: `${tag} 仍为${name.zh} ${number}，至 ${clock(kept.until)}（${kept.who}：${kept.why}）`,
    en: `${tag} keeps the ${name.en} ${number} until ${clock(kept.until)} (${kept.who}: ${kept.why})`,
  };
}

/** The project has no such tag any more. */
export function overrideDropped(tag: string, dropped: TagOverride): Text {
  const name = noun(dropped);
  return {
    zh: `工程中已无位号 ${tag}，其${name.zh} ${dropped.value}（${dropped.who} 所设）作废`,
    en: `The project has no tag ${tag} any more: the ${name.en} ${dropped.value} by ${dropped.who} is dropped`,
  };
}

/** `aside` is the new name of the damaged file, or null when it could not be renamed. */
export function overridesDamaged(aside: string | null): Text {
  return {
    zh: `替代与强制登记文件损坏，全部按实时值运行${aside === null ? '' : `；原文件保留为 ${aside}`}`,
    en: `The register of overrides is damaged: every value is live${aside === null ? '' : `; the file is kept as ${aside}`}`,
  };
}

export function overridesNotKept(): Text {
  return {
    zh: '替代与强制登记无法写入磁盘：此前解除的值在重新启动后可能再次生效，正在重试',
    en: 'The register of overrides cannot be written: a value released now may be back after a restart; being tried again',
  };
}
