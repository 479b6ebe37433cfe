/**
 * How long the first pages take on a slow line, with a cold cache (bench/http/README.md).
 *
 *     tools/web.sh run node test/slow_line.ts http://127.0.0.1:8080 [MILLISECONDS OF TYPING]
 *
 * Asks a running server on the demo, signs in as canbo1; five runs, sorted.
 */
import { chromium } from 'playwright-core';

const [address = 'http://127.0.0.1:8080', typing = '0'] = process.argv.slice(2);
const LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const RUNS = 5;
const times: Record<string, number[]> = { 'sign-in page': [], overview: [], beneficiaries: [] };

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
    const began = Date.now();
    await work();
    times[name]?.push(Date.now() - began);
}

const browser = await chromium.launch({ executablePath: process.env.ANSINH_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', LINE);
    await timed('sign-in page', async () => {
        await page.goto(address);
        await page.waitForSelector('input[name=login]');
    });
    await page.waitForTimeout(Number(typing));
    await page.fill('input[name=login]', 'canbo1');
    await page.fill('input[name=password]', 'demo-canbo1-2026');
    await timed('overview', async () => {
        await page.press('input[name=password]', 'Enter');
        await page.waitForSelector('.tile');
    });
    await timed('beneficiaries', async () => {
        await page.click('nav.menu a[href="/beneficiaries"]');
        await page.waitForSelector('tbody a');
    });
    await context.close();
}
await browser.close();
for (const [name, values] of Object.entries(times)) {
    console.log(`${name}: ${values.sort((a, b) => a - b).join(' ')} ms`);
}
