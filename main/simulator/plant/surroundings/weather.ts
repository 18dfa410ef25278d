/** Weather at the station: a day's course plus slow bounded wandering. Pure in its state. Temperatures in °C. */
import { type RandomState, wander } from './random.ts';

export interface WeatherState {
  /** Wandering parts in standard deviations. */
  synoptic: number;
  barometer: number;
  wind: number;
  direction: number;
  humidity: number;
}

const MEAN_TEMPERATURE_C = 12;
const DAILY_SWING_C = 4;
/** Spread of the day's mean, K. Small: the demo's calm state must stay calm on every day. */
const SYNOPTIC_SPREAD_C = 0.3;

export const initialWeather = (): WeatherState => ({ synoptic: 0, barometer: 0, wind: 0, direction: 0, humidity: 0 });

export function stepWeather(weather: WeatherState, random: RandomState, dtS: number): void {
  weather.synoptic = wander(random, weather.synoptic, { dtS, timeConstantS: 100_000 });
  weather.barometer = wander(random, weather.barometer, { dtS, timeConstantS: 80_000 });
  weather.wind = wander(random, weather.wind, { dtS, timeConstantS: 300 });
  weather.direction = wander(random, weather.direction, { dtS, timeConstantS: 1200 });
  weather.humidity = wander(random, weather.humidity, { dtS, timeConstantS: 5000 });
}

/** Mean of the day, the base of heating demand. */
export const dayMeanC = (weather: WeatherState): number => MEAN_TEMPERATURE_C + SYNOPTIC_SPREAD_C * weather.synoptic;

/** 1 at 15:00, −1 at 3:00. */
const swing = (hour: number): number => Math.cos(((hour - 15) / 24) * 2 * Math.PI);

/** Ambient temperature; warmest at 15:00. */
export const ambientC = (weather: WeatherState, hour: number): number =>
  dayMeanC(weather) + DAILY_SWING_C * swing(hour);

/** What each tag shows at an hour of the day. */
export const WEATHER_SIGNALS: Readonly<Record<string, (weather: WeatherState, hour: number) => number>> = {
  'TT-1931': ambientC,
  'MT-1931': (weather, hour) => 55 - 14 * swing(hour) + 3 * weather.humidity,
  'PT-1931': weather => 101.1 + 0.25 * weather.barometer,
  'ST-1931': (weather, hour) => Math.max(0, 2.4 + 0.5 * swing(hour) + 0.9 * weather.wind),
  'ZT-1931': weather => (135 + 30 * weather.direction + 360) % 360,
};
