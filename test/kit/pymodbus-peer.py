"""
A Modbus device made of Debian's python3-pymodbus and nothing of this project.

    pymodbus-peer.py tcp PORT | rtu-tcp PORT | serial PATH BAUD

PORT 0 = any free one. Units 1 and 2, addresses 0 ... 499 of each table: register n holds n, bit n is set when n is divisible by
3; everything beyond is exception 2. Writes to unit 0 are for both and are not answered. A gateway (tcp) answers for other units that
it does not reach them (0x0B), on a line they are somebody else's. Says `ready PORT` on stdout, then answers each line of stdin with one line of JSON:

    get UNIT TABLE ADDRESS COUNT
    report                          every write that pymodbus carried out since the start, in order

Ends when stdin ends, so that it never outlives its test.
"""
import asyncio
import json
import os
import sys
import threading

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

SIZE = 500
journal = []


class Block(ModbusSequentialDataBlock):
    """Address 0 of the protocol is address 1 of pymodbus's blocks."""

    def __init__(self, unit, table, values):
        super().__init__(1, values)
        self.unit, self.table = unit, table

    def setValues(self, address, values):
        super().setValues(address, values)
        values = [int(value) for value in (values if isinstance(values, list) else [values])]
        journal.append({'unit': self.unit, 'table': self.table, 'address': address - 1, 'values': values})


def device(unit):
    words, bits = list(range(SIZE)), [int(i % 3 == 0) for i in range(SIZE)]
    return {
        'coil': Block(unit, 'coil', bits),
        'discrete': Block(unit, 'discrete', bits),
        'input': Block(unit, 'input', words),
        'holding': Block(unit, 'holding', words),
    }


devices = {unit: device(unit) for unit in (1, 2)}


def answer(words):
    if words[0] == 'report':
        return journal
    unit, table, address, count = int(words[1]), words[2], int(words[3]), int(words[4])
    return [int(value) for value in devices[unit][table].getValues(address + 1, count)]


def obey():
    for line in sys.stdin:
        print(json.dumps(answer(line.split())), flush=True)
    os._exit(0)


async def serve(kind, place, more):
    context = ModbusServerContext(
        slaves={
            unit: ModbusSlaveContext(hr=d['holding'], ir=d['input'], co=d['coil'], di=d['discrete'])
            for unit, d in devices.items()
        },
        single=False,
    )
    if kind == 'serial':
        line = ModbusSerialServer(
            context,
            framer=ModbusRtuFramer,
            port=place,
            baudrate=int(more[0]),
            broadcast_enable=True,
            ignore_missing_slaves=True,
        )
        await line.start()
        print('ready 0', flush=True)
        await line.serve_forever()
    framer = ModbusRtuFramer if kind == 'rtu-tcp' else ModbusSocketFramer
    address = ('127.0.0.1', int(place))
    server = ModbusTcpServer(
        context,
        framer=framer,
        address=address,
        allow_reuse_address=True,
        broadcast_enable=True,
        ignore_missing_slaves=kind != 'tcp',
    )
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print(f'ready {server.server.sockets[0].getsockname()[1]}', flush=True)
    await serving


threading.Thread(target=obey, daemon=True).start()
asyncio.run(serve(sys.argv[1], sys.argv[2], sys.argv[3:]))
