/** What the handlers work with: the running parts of the station, given by the composition root. */
import type { DemoPastProgress } from '../../shared/model/history.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { Acquisition } from '../acquisition/acquisition.ts';
import type { OpcuaEngineering } from '../acquisition/drivers/opcua/engineering.ts';
import type { Recorders } from '../acquisition/recorder/recorders.ts';
import type { StationAlarms } from '../alarms/station/station-alarms.ts';
import type { AlarmLines } from '../events/alarm-lines.ts';
import type { EventLog } from '../events/event-log.ts';
import type { HistoryCare } from '../historian/care/history-care.ts';
import type { Historian } from '../historian/historian.ts';
import type { Clock } from '../platform/clock.ts';
import type { SceneDesk } from '../scenes/scene-desk.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import type { OverrideRegister } from '../tags/override-register.ts';
import type { TagTable } from '../tags/tag-table.ts';
import type { AnnotationBook } from '../trends/annotation-book.ts';
import type { PresetBook } from '../trends/preset-book.ts';

export interface StationParts {
  readonly catalogue: Catalogue;
  readonly table: TagTable;
  readonly overrides: OverrideRegister;
  readonly historian: Pick<
    Historian,
    | 'trend'
    | 'recent'
    | 'raw'
    | 'searchEvents'
    | 'stream'
    | 'aggregate'
    | 'states'
    | 'slice'
    | 'flush'
    | 'figures'
    | 'lastValues'
    | 'hasStored'
    | 'monthFolder'
    | 'folder'
  >;
  readonly historyCare: Pick<HistoryCare, 'historyStatus' | 'backup' | 'verifyBackup' | 'check'>;
  /** Null but while the demo's past is made. */
  readonly demoPast: () => DemoPastProgress | null;
  readonly events: EventLog;
  readonly alarms: StationAlarms;
  readonly alarmLines: AlarmLines;
  readonly annotations: AnnotationBook;
  readonly presets: PresetBook;
  readonly scenes: Pick<SceneDesk, 'descriptions' | 'subscribe'>;
  readonly clock: Clock;
  readonly describe: () => StationDescription;
  readonly acquisition: Pick<Acquisition, 'status' | 'diagnostics' | 'setEnabled' | 'hasten'>;
  readonly recorders: Pick<Recorders, 'read' | 'setRecorded'>;
  /** The OPC UA channels by id. */
  readonly opcua: ReadonlyMap<string, OpcuaEngineering>;
}
