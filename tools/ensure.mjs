/**
 * Makes a clean clone ready to run: installs the packages of package-lock.json when they are not what it names,
 * and with `--browser` sees that there is a Chromium. Plain Node, because nothing else is there yet.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const CHROMIUM_PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of an installed Chromium or Chrome: `$CHROMIUM` if it is set, else the first one on the `PATH` or in the
 * usual places; null when there is none.
 * @returns {string | null}
 */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...CHROMIUM_PLACES].find(isExecutable) ?? null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a command with its output on stderr, so that stdout stays the tool's own.
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const options = { cwd: root, env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' } };
  const { status, error } = spawnSync(command, args, {
    ...options,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    const reason = error ? error.message : `exit status ${status}`;
    fail(`\`${command} ${args.join(' ')}\` did not succeed (${reason}); its own output above says why.`);
  }
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function ensurePackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Quartet needs Node 20 or newer; this is ${process.version}.`);
  if (isInstalled()) return;
  process.stderr.write('Installing packages (npm ci)…\n');
  run('npm', ['ci', '--no-fund', '--no-audit']);
}

/** Whether node_modules holds what package-lock.json names; packages of other platforms may be missing. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = packagesOf(installed);
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json')));
  return wanted.every(([name, { version, optional }]) => {
    return name === '' || optional || there[name]?.version === version;
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function ensureChromium() {
  if (findChromium()) return;
  const apt = ['/usr/bin/apt-get'].some(isExecutable);
  if (!apt || process.getuid?.() !== 0) {
    fail(
      'No Chromium found. Install Chromium or Chrome (Debian or Ubuntu: `sudo apt-get install chromium`), ' +
        'or set CHROMIUM to the path of its program.',
    );
  }
  process.stderr.write('Installing Chromium (apt-get)…\n');
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  if (!findChromium()) fail('apt-get installed chromium, but no program of that name is on the PATH.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensurePackages();
  if (process.argv.includes('--browser')) ensureChromium();
}
