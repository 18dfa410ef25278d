/** Entry of the screen: chooses the transport (Electron bridge, else WebSocket), starts the session, renders the shell. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createHornClaim } from './alarms/sound/horn-place.ts';
import { createWebSpeaker } from './alarms/sound/web-speaker.ts';
import { Shell } from './frame/shell.tsx';
import { connectBridge } from './host/bridge-transport.ts';
import { browserTimers } from './host/timers.ts';
import { connectWebSocket, socketAddress } from './host/websocket-transport.ts';
import { windowHistory } from './navigation/window-history.ts';
import { createPlace } from './store/place.ts';
import { createPreferences } from './store/preferences.ts';
import { createSession, SessionProvider } from './store/session.ts';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/frame.css';
import './theme/reading.css';
import './theme/rail.css';
import './theme/navigation.css';
import './theme/tooltip.css';
import './theme/mimic.css';
import './theme/mimic/charts.css';
import './theme/mimic/pipes.css';
import './theme/mimic/states.css';
import './theme/mimic/legend.css';
import './theme/mimic/zoom.css';
import './theme/trend.css';
import './theme/trends.css';
import './theme/trend-keep.css';
import './theme/trend-parts.css';
import './theme/trend-sheet.css';
import './theme/trend-reading.css';
import './theme/trend-table.css';
import './theme/controls.css';
import './theme/communication.css';
import './theme/communication-history.css';
import './theme/latency.css';
import './theme/modal.css';
import './theme/replay.css';
import './theme/performance/page.css';
import './theme/performance/print.css';
import './theme/faceplates/plate.css';
import './theme/faceplates/parts.css';
import './theme/faceplates/command.css';
import './theme/support/support.css';
import './theme/support/interlocks.css';
import './theme/support/procedures.css';
import './theme/alarms/badges.css';
import './theme/alarms/banner.css';
import './theme/alarms/alarms.css';
import './theme/alarms/list.css';
import './theme/alarms/card.css';
import './theme/alarms/journal.css';
import './theme/alarms/events.css';
import './theme/touch.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const preferences = createPreferences(document.documentElement, window, navigator.language);
// A kiosk begins with nobody on duty and no name of an earlier session, so that every order asks who gives it.
if (new URLSearchParams(location.search).get('kiosk') === 'start') {
  preferences.duty.set(null);
  preferences.lastWho.set(null);
}
const session = createSession({
  connect: window.citygate === undefined ? connectWebSocket(socketAddress(location)) : connectBridge(window.citygate),
  timers: browserTimers,
  preferences,
  place: createPlace(windowHistory(window)),
  document,
  speaker: createWebSpeaker(window),
  // Missing where the page was not loaded safely.
  claim: createHornClaim('locks' in navigator ? navigator.locks : undefined, browserTimers),
  requestFrame: run => {
    requestAnimationFrame(run);
  },
});

createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <Shell />
    </SessionProvider>
  </StrictMode>,
);
