// Holds openapi.json against the recommended rules of redocly, which openapi-typescript brings along.
import { createConfig, lint } from '@redocly/openapi-core';

// Every operation has a `default` reply, which is the problem document for all of 4xx and 5xx.
const config = await createConfig({ extends: ['recommended'], rules: { 'operation-4xx-response': 'off' } });
const problems = await lint({ ref: 'openapi.json', config });
for (const problem of problems) {
    console.log(`${problem.severity} ${problem.ruleId}: ${problem.message} ${problem.location[0]?.pointer ?? ''}`);
}
process.exit(problems.length === 0 ? 0 : 1);
