/** What `station.yaml` may say: who the station is, its areas, its channels and its history. */
import { z } from 'zod';
import { RUNNING_HUES } from '../../../shared/model/station.ts';
import { channelSchema, id, text } from './channel-schema.ts';
import { historySchema } from './history-schema.ts';

export const stationSchema = z.strictObject({
  format: z.literal(1),
  id,
  name: text,
  timeZone: z
    .string()
    .refine(isTimeZone)
    .meta({
      form: { zh: 'IANA 时区名，如 Asia/Shanghai，或 UTC', en: 'an IANA time zone such as Asia/Shanghai, or UTC' },
    }),
  gasDay: z.strictObject({
    start: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .meta({ form: { zh: '带引号的时刻，"00:00"–"23:59"', en: 'a quoted time of day, "00:00" to "23:59"' } }),
  }),
  demoField: z.boolean().default(false),
  runningHue: z
    .enum(['none', ...RUNNING_HUES])
    .default('none')
    .meta({
      form: {
        zh: `none、${RUNNING_HUES.join('、')}（报警色不可用）`,
        en: `none, ${RUNNING_HUES.join(' or ')}: colours of alarms are of alarms`,
      },
    }),
  areas: z.array(z.strictObject({ id: z.string().min(1), name: text })).min(1),
  channels: z.array(channelSchema).min(1),
  history: historySchema.nullish(),
});

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
