/** `npm run azure-operations`: writes what the installed SDK sends and accepts into operations.json. */
import { writeFileSync } from 'node:fs';
import { sdkOperations } from './sdk-operations';

const file = new URL('./operations.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(await sdkOperations(), null, 2)}\n`);
