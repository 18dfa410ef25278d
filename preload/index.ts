/**
 * The bridge: what the page sees of the station. Runs sandboxed and context-isolated, has no Node, and hands the page
 * two functions that carry plain messages: never ipcRenderer, never an event object.
 * `citygate:open` goes first in every document, so that main knows where the messages of the last one end.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { CitygateBridge } from '../shared/rpc/bridge.ts';
import type { HostMessage } from '../shared/rpc/protocol.ts';

const CHANNEL = 'citygate:message';

const bridge: CitygateBridge = {
  send: message => ipcRenderer.send(CHANNEL, message),
  listen: listener => {
    const forward = (_event: IpcRendererEvent, message: HostMessage) => listener(message);
    ipcRenderer.on(CHANNEL, forward);
    return () => {
      ipcRenderer.off(CHANNEL, forward);
    };
  },
};

ipcRenderer.send('citygate:open');
contextBridge.exposeInMainWorld('citygate', bridge);
