// `npm run provision | plan | sync | status | approve | schedule`.
import { terminalIo } from './io.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), terminalIo());
