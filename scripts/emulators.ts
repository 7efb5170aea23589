/** `npm run emulators [-- stripe|azure]`: what `npx tollgate-emulators` does, compiled first where it has to be. */
import { pathToFileURL } from 'node:url';
import { compiledEmulators } from './world/compile';

const program = await compiledEmulators();
process.setSourceMapsEnabled(true);
process.argv.splice(2, 0, '--data', '.data/emulators');
await import(pathToFileURL(program).href);
