import { defineConfig } from '@playwright/test';
import { flags } from './tools/browser.mjs';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { browserName: 'chromium', launchOptions: flags, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', trace: 'off', screenshot: 'only-on-failure' },
});
