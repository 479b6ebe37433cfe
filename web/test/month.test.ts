/** A month from the list to the locked books, by the people whose work it is, in the browser alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';

import { POSTGRES, PROGRAMS, World, type Engine, type Window } from './world.ts';

const MONTH = '02/2026';

async function payrollOpen(window: Window, month: string): Promise<void> {
    await window.open('/payments');
    await window.page.getByRole('link', { name: month }).first().click();
    await window.page.getByRole('heading', { level: 1, name: new RegExp(month) }).waitFor();
    await window.settle();
}

function numberOf(text: string, label: string): number {
    const found = new RegExp(`${label} (-?[\\d.]+)`).exec(text);
    assert.ok(found?.[1], `${label} in: ${text.slice(0, 400)}`);
    return Number(found[1].replaceAll('.', ''));
}

function month(engine: Engine): void {
    let world: World;
    before(async () => {
        world = new World(engine, 1, 400);
        await world.start();
    });
    after(() => world.end());
    afterEach((test) => world.sweep(!('passed' in test && test.passed)));

    test('a commune officer takes in a list; the bad row comes back with its reason', async () => {
        const window = await world.signedIn('xa1');
        await window.open('/intake');
        const list = join(world.folder, 'xa.csv');
        writeFileSync(
            list,
            'Họ và tên,Ngày sinh,Giới tính,Số định danh,Mã đối tượng,Mức độ,Số quyết định,Ngày quyết định\n' +
                'Lò Thị Thử Nghiệm,15/03/1950,Nữ,014150000017,nd20/5.6,nặng,77/QĐ-UBND,05/01/2026\n' +
                'Cà Văn Ví Dụ,31/02/1961,Nam,014061000029,nd20/5.6,nặng,78/QĐ-UBND,05/01/2026\n',
        );
        await window.page.locator('input[type=file]').setInputFiles(list);
        await window.page.locator('.ant-alert').waitFor();
        const told = await window.text();
        assert.equal(numberOf(told, 'Số dòng'), 2);
        assert.ok(numberOf(told, 'Trả lại') >= 1, told);
        await window.page.locator('.ant-alert button').click();
        await window.settle();
        assert.match(await window.text(), /31\/02\/1961/);
        const [taken] = await Promise.all([window.page.waitForEvent('download'), window.page.getByRole('button', { name: 'Tải tệp có ghi lý do' }).click()]);
        assert.match(taken.suggestedFilename(), /\.xlsx$/);
        await window.close();
    });

    test('the same file once more writes nothing', async () => {
        const window = await world.signedIn('xa1');
        await window.open('/intake');
        await window.page.locator('input[type=file]').setInputFiles(join(world.folder, 'xa.csv'));
        await window.page.getByText('đã nhập trước đó').waitFor();
        await window.close();
    });

    test('an officer finds a person without tones, shows a number for a purpose, and the look is seen', async () => {
        const window = await world.signedIn('canbo1');
        await window.open('/beneficiaries');
        const name = (await window.page.locator('tbody a').first().innerText()).trim();
        const bare = name.normalize('NFD').replace(/[̀-ͯ]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
        await window.page.getByRole('search').locator('input').fill(bare.toLowerCase());
        await window.page.keyboard.press('Enter');
        await window.page.getByText(/Tìm thấy [1-9]/).waitFor();
        await window.page.locator('tbody').getByRole('link', { name }).first().click();
        await window.page.getByRole('button', { name: 'Xem số đầy đủ' }).click();
        await (await window.dialog()).locator('input').last().fill('Đối chiếu căn cước');
        await window.dialogAccept();
        await window.page.locator('dl').getByText(/^\d{9,12}$/).waitFor();
        await window.tab('Ai đã xem');
        assert.match(await window.text(), /Đối chiếu căn cước/);
        assert.doesNotMatch(window.page.url(), /\d{9}/);
        await window.close();
    });

    test('a movement is entered from the profile and stands in the list', async () => {
        const window = await world.signedIn('canbo1');
        await window.open('/beneficiaries');
        await window.page.locator('tbody a').nth(3).click();
        const name = await window.page.getByRole('heading', { level: 1 }).innerText();
        await window.page.getByRole('button', { name: 'Tạm dừng', exact: true }).click();
        await (await window.dialog()).getByLabel('Lý do').selectOption('REVIEW');
        await (await window.dialog()).getByLabel('Từ ngày').fill('31/02/2026');
        await window.dialogAccept();
        await window.page.getByText('Ngày viết như 15/03/2026').waitFor(); // nothing went out, nothing is lost
        await (await window.dialog()).getByLabel('Từ ngày').fill('01/02/2026');
        await window.dialogAccept();
        await window.told('Đã ghi biến động');
        await window.open('/movements');
        assert.match(await window.page.locator('tbody').innerText(), new RegExp(name));
        await window.close();
    });

    test('an officer computes the month; the difference adds up', async () => {
        const window = await world.signedIn('canbo1');
        await window.open('/payments');
        await window.page.getByRole('button', { name: 'Lập danh sách kỳ mới' }).click();
        await (await window.dialog()).locator('input').fill(MONTH);
        await window.dialogAccept();
        await window.page.waitForURL(/payments\/\d+/);
        await window.settle();
        const told = await window.text();
        const difference = numberOf(told, 'Chênh lệch \\(đ\\)');
        const sum = (await window.page.locator('tfoot tr td').last().innerText()).replaceAll('.', '');
        assert.equal(Number(sum), difference);
        await window.picture('difference');
        assert.equal(await window.page.getByRole('button', { name: 'Duyệt danh sách' }).count(), 0, 'who made it may not approve it');
        await window.close();
    });

    test('the accountant funds, approves with the password again, and releases; two presses are one', async () => {
        const window = await world.signedIn('ketoan1');
        await payrollOpen(window, MONTH);
        await window.page.getByRole('button', { name: 'Ghi kinh phí được cấp' }).click();
        await (await window.dialog()).locator('input').fill('12/QĐ-STC');
        await window.dialogAccept();
        await window.told('Đã ghi kinh phí');
        await window.page.getByRole('button', { name: 'Duyệt danh sách' }).click();
        await window.picture('approve');
        await window.dialogAccept();
        await window.told('Đã duyệt danh sách');
        await window.confirm('Chuyển tiền cho tổ chức chi trả');
        await window.told('Đã chuyển tiền');
        await window.page.getByRole('button', { name: 'Chuyển chi', exact: true }).click();
        const press = (await window.dialog()).locator('.ant-modal-footer button').last();
        await press.dblclick();
        await window.told('Đã chuyển chi:');
        await window.confirm('Lập tệp gửi');
        await window.told('Đã lập');
        await window.confirm('Gửi cho tổ chức chi trả');
        await window.told('Đã gửi');
        await window.tab('Tệp gửi');
        const rows = await window.page.locator('tbody tr:not(.empty)').count();
        assert.ok(rows >= 3, `${rows} files`);
        await window.close();
    });

    test('each provider takes its own files and hands in its answers', async () => {
        const window = await world.signedIn('ketoan1');
        for (const provider of ['bank1', 'wallet1', 'post1']) {
            const out = join(world.folder, 'answered', provider);
            mkdirSync(out, { recursive: true });
            const own = readdirSync(join(world.folder, 'exchange', provider)).filter((file) => file.includes('202602'));
            const inbox = join(world.folder, 'inbox', provider);
            mkdirSync(inbox, { recursive: true });
            for (const file of own) {
                execFileSync('cp', [join(world.folder, 'exchange', provider, file), inbox]);
            }
            for (const day of ['20260227', '20260305', '20260320']) {
                execFileSync(join(PROGRAMS, 'ansinh-provider'), ['answer', '--provider', provider, '--in', inbox, '--out', out, '--seed', '5', '--day', day, '--fault-mix', 'none']);
            }
            await window.open('/payments');
            await window.tab('Kết quả từ tổ chức chi trả');
            await window.page.locator('#results-provider').selectOption(provider);
            for (const file of readdirSync(out).filter((name) => /\.(xml|csv|xlsx)$/.test(name)).sort()) {
                await window.page.locator('input[type=file]').setInputFiles(join(out, file));
                await window.told(file);
            }
        }
        await payrollOpen(window, MONTH);
        await window.tab('Kết quả');
        const told = await window.text();
        assert.match(told, /Đã chi/);
        await window.close();

        const bank = await world.signedIn('nganhang1');
        await bank.open('/provider');
        const files = await bank.page.locator('tbody tr:not(.empty)').allInnerTexts();
        assert.ok(files.length > 0 && files.every((row) => !/post|wallet/i.test(row)));
        const [taken] = await Promise.all([bank.page.waitForEvent('download'), bank.page.locator('tbody button').first().click()]);
        assert.match(taken.suggestedFilename(), /^AS2026.*\.xml$/);
        await bank.close();
    });

    test('the accountant reads the statement to the posting and locks the month; the auditor is clean', async () => {
        const window = await world.signedIn('ketoan1');
        await window.open('/settlement');
        await window.page.locator('#settlement-period').selectOption('202602');
        await window.settle();
        const sums = (await window.page.locator('tfoot td').allInnerTexts()).map((each) => Number(each.replaceAll('.', '')));
        const [opening, allotted, paid, returned, written, closing] = sums.slice(2) as [number, number, number, number, number, number];
        assert.equal(opening + allotted - paid + returned - written, closing);
        await window.tab('Sổ cái');
        await window.page.locator('tbody .as-link').last().click();
        await window.page.getByRole('heading', { level: 2 }).waitFor();
        await window.tab('Số dư tài khoản kế toán');
        const balance = (await window.page.locator('tfoot td').allInnerTexts()).map((each) => Number(each.replaceAll('.', '')));
        assert.equal(balance[1], balance[2], 'debit and credit');
        await window.confirm('Khóa sổ');
        await window.told('Đã khóa sổ');
        await window.close();
        await world.stop();
        execFileSync(join(PROGRAMS, 'ansinh-audit'), ['--db', world.database, '--files', join(world.folder, 'files'), '--full'], { stdio: 'pipe' });
        await world.start();
    });

    test('a leader sees figures and no person; the log tells who did what', async () => {
        const leader = await world.signedIn('lanhdao1');
        await leader.open('/overview');
        assert.match(await leader.text(), /Người hưởng/);
        assert.doesNotMatch(await leader.text(), /Tệp chưa rõ kết quả/, 'every line is answered: no file waits');
        assert.equal(await leader.page.locator('a[href^="/beneficiaries"]').count(), 0);
        await leader.close();
        const auditor = await world.signedIn('kiemtoan1');
        await auditor.open('/log');
        await auditor.confirm('Kiểm toán ngay');
        await auditor.told('Kiểm toán xong: 0 phát hiện');
        await auditor.tab('Nhật ký');
        await auditor.page.getByLabel('Tên đăng nhập').fill('ketoan1');
        await auditor.page.keyboard.press('Enter');
        await auditor.settle();
        assert.match(await auditor.text(), /payroll_approve/);
        await auditor.close();
    });

    test('an administrator adds an officer, who signs in and sees only the own commune', async () => {
        const window = await world.signedIn('admin');
        await window.open('/administration');
        await window.page.getByRole('button', { name: 'Thêm người dùng' }).click();
        const dialog = await window.dialog();
        await dialog.getByLabel('Tên đăng nhập').fill('xa2');
        await dialog.getByLabel('Họ và tên').fill('Cán bộ xã Hai');
        await dialog.getByLabel('Vai trò').selectOption('commune_officer');
        await dialog.getByLabel('Địa bàn').selectOption({ index: 2 });
        await window.dialogAccept();
        await window.told('Đã ghi');
        const row = window.page.locator('tr', { hasText: 'xa2' });
        await row.getByRole('button', { name: 'Đặt mật khẩu' }).click();
        await (await window.dialog()).locator('input').fill('demo-xa2-2026');
        await window.dialogAccept();
        await window.page.getByRole('dialog').waitFor({ state: 'hidden' });
        const officer = await world.signedIn('xa2');
        await officer.open('/overview');
        assert.equal(await officer.page.locator('#overview-area').count(), 0);
        await officer.close();
        await window.close();
    });

    test('a session that ends asks to sign in again over what is open, and what was typed stays', async () => {
        const window = await world.signedIn('canbo1');
        await window.open('/beneficiaries');
        await window.page.getByRole('search').locator('input').fill('nguyen');
        await window.page.context().clearCookies();
        await window.page.keyboard.press('Enter');
        const again = window.page.getByRole('dialog', { name: 'Phiên làm việc đã hết' });
        await again.waitFor();
        await window.dialog();
        await again.locator('input[name=password]').fill('demo-canbo1-2026');
        await again.locator('button[type=submit]').click();
        await again.waitFor({ state: 'hidden' });
        assert.equal(await window.page.getByRole('search').locator('input').inputValue(), 'nguyen');
        await window.close();
    });

    test('a server that is away is said so, and the same press is done once when it is back', async () => {
        const window = await world.signedIn('canbo1');
        await window.open('/beneficiaries/2');
        await window.page.getByRole('button', { name: 'Tạm giữ tiền' }).click();
        await window.page.context().setOffline(true);
        await window.dialogAccept();
        await window.page.getByText('không liên lạc được với máy chủ', { exact: false }).waitFor();
        await window.page.context().setOffline(false);
        await window.dialogAccept();
        await window.told('Đã ghi biến động');
        await window.tab('Diễn biến');
        assert.equal((await window.text()).split('Tạm giữ ').length >= 2, true);
        await window.close();
    });
}

for (const engine of (POSTGRES === '' ? ['sqlite'] : ['sqlite', 'postgres']) as Engine[]) {
    describe(engine, () => month(engine));
}
