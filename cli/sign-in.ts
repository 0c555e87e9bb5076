// A user's consent on this machine: Google's page in a browser, a listener on the loopback address that gets the code, and a
// refresh token for it. PKCE and `state` keep a code that somebody else sends, or catches, from being of use.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OAuth2Client } from 'google-auth-library';
import { CodeChallengeMethod } from 'google-auth-library';
import { CommandFailure, type Io } from './io.ts';

const PATIENCE_MS = 10 * 60_000;

/** Listens for the browser's return; `open` is given the address to return to and answers with Google's client. */
export async function signIn(
  io: Io,
  scope: string,
  open: (redirectUri: string) => OAuth2Client,
): Promise<string> {
  const state = randomBytes(24).toString('base64url');
  const { redirectUri, code, close } = await listen(state);
  try {
    const client = open(redirectUri);
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    const address = client.generateAuthUrl({
      access_type: 'offline',
      // Without it Google gives a refresh token the first time only.
      prompt: 'consent',
      scope,
      state,
      code_challenge_method: CodeChallengeMethod.S256,
      code_challenge: codeChallenge ?? '',
    });
    io.err(
      `Open this address in a browser on this machine, and let the user who is to invite allow it:\n\n${address}\n\n`,
    );
    const { tokens } = await client.getToken({ code: await code, codeVerifier });
    // People may untick what they are asked for.
    if (!tokens.scope?.split(' ').includes(scope))
      throw new CommandFailure('The right to the calendar was not given. Sign in again and leave it ticked.');
    if (!tokens.refresh_token) throw new CommandFailure('Google gave no refresh token. Sign in again.');
    return tokens.refresh_token;
  } finally {
    close();
  }
}

interface Listening {
  readonly redirectUri: string;
  readonly code: Promise<string>;
  close(): void;
}

/** Takes the code of the first request that has the right `state`; all others are refused. */
async function listen(state: string): Promise<Listening> {
  let settle: { resolve(code: string): void; reject(error: Error): void } | undefined;
  const code = new Promise<string>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody may be waiting yet when it is refused.
  code.catch(() => {});
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const given = searchParams.get('code');
    const isOurs = searchParams.get('state') === state;
    const say = (status: number, words: string) =>
      response
        .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
        .end(words);
    if (!isOurs) return say(400, 'This is not the answer that was waited for.');
    if (given === null) {
      settle?.reject(new CommandFailure('Access was not allowed: nothing was changed.'));
      return say(200, 'Access was not allowed. You can close this window.');
    }
    settle?.resolve(given);
    return say(200, 'Done. You can close this window and go back to the terminal.');
  });
  await new Promise<void>((listening, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', listening);
  });
  const patience = setTimeout(
    () => settle?.reject(new CommandFailure('Nobody allowed access within ten minutes. Begin again.')),
    PATIENCE_MS,
  );
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}`,
    code,
    close: () => {
      clearTimeout(patience);
      server.close();
      server.closeAllConnections();
    },
  };
}
