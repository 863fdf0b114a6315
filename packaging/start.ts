import { widenThreadPool } from '../cli/look-up-threads.ts';
import { asProcess } from '../cli/process.ts';
import { main } from '../cli/program.ts';

/** The command as it is built: what cli/main.ts starts, without a wait at the top, which CommonJS has not. */
widenThreadPool(process.argv.slice(2), process.env);
void asProcess((io) => main(process.argv.slice(2), io));
