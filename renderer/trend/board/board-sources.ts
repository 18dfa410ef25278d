/** Where the board gets what it shows: the calls to the station behind each of its parts. */
import type { ClientTimers } from '../../host/timers.ts';
import type { Session } from '../../store/session.ts';
import { LaneData } from '../lanes/lane-data.ts';
import { BoardData } from './board-data.ts';
import { BoardFigures } from './board-figures.ts';

interface SourceParts {
  readonly client: Session['client'];
  readonly timers: ClientTimers;
  /** Something new is there to be drawn. */
  readonly onNews: () => void;
}

export const pensFrom = ({ client, timers, onNews }: SourceParts): BoardData =>
  new BoardData({
    read: ({ tags, from, to, columns }) => client.call('history.trend', { tags: [...tags], from, to, columns }),
    timers,
    onNews,
  });

export const lanesFrom = ({ client, timers, onNews }: SourceParts): LaneData =>
  new LaneData({
    journal: input => client.call('alarms.journal', input),
    search: input => client.call('events.search', input),
    timers,
    onNews,
  });

export const figuresFrom = ({ client, timers, onNews }: SourceParts): BoardFigures =>
  new BoardFigures(
    {
      aggregate: input => client.call('history.aggregate', input),
      slice: input => client.call('history.slice', input),
    },
    timers,
    onNews,
  );
