import http, { type RequestListener, type Server } from 'node:http';
import net from 'node:net';
import { StartRefusal } from '#lib/server/refusal.ts';

/** Longer than load balancers keep an idle connection (60 s mostly): the side that reuses it must not find it closed. */
const KEEP_ALIVE_MS = 75_000;

type Where = { port: number; listen: readonly string[] };

/** Throws `StartRefusal` when the port is taken on one of the addresses, before anything slow has been started. */
export async function refuseTakenPort(where: Where): Promise<void> {
  for (const address of where.listen) {
    const probe = net.createServer();
    const bound = await bind(probe, where.port, address);
    if (bound) await new Promise((resolve) => probe.close(resolve));
  }
}

/**
 * Binds `listener` to every address (`localhost` means two) and returns the servers; `first` is used for one of them.
 * Addresses this machine does not have, such as IPv6 loopback in many containers, are left out if another one works.
 */
export async function listenOn(first: Server, listener: RequestListener, where: Where): Promise<Server[]> {
  const servers: Server[] = [];
  for (const address of where.listen) {
    const server = servers.length === 0 ? first : http.createServer();
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    if (server.listenerCount('request') === 0) server.on('request', listener);
    if (server !== first) {
      // Next waits for the sockets of hot reload on the first server only.
      server.on('upgrade', (request, socket, head) => {
        if (!first.emit('upgrade', request, socket, head)) socket.destroy();
      });
    }
    if (await bind(server, where.port, address)) servers.push(server);
  }
  if (servers.length > 0) return servers;
  throw new StartRefusal(
    `None of the addresses in GATEHOUSE_LISTEN (${where.listen.join(', ')}) is on this machine.`,
  );
}

/** True when bound, false when the machine lacks the address; throws `StartRefusal` when the port is not to be had. */
function bind(server: net.Server, port: number, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const { code } = error;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'ENOTFOUND') return resolve(false);
      const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`;
      reject(new StartRefusal(`Port ${port} ${reason}; set PORT to another one or stop what uses it.`));
    });
    // Without a host, Node binds IPv6 and IPv4, or IPv4 alone where there is no IPv6.
    server.listen(address === '*' ? { port } : { port, host: address }, () => {
      server.removeAllListeners('error');
      resolve(true);
    });
  });
}
