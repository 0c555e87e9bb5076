// Whether a port of this machine is free: asked before anything is touched, so that a second local stack does no harm to the
// one that runs.
import { createServer } from 'node:net';

/** Says which port is taken. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is taken.`);
    this.port = port;
  }
}

/** Throws `PortTaken` for the first of the ports that somebody listens on. */
export async function requireFreePorts(...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (!free) throw new PortTaken(port);
  }
}
