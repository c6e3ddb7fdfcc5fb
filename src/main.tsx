import { render } from 'preact';

render(<main>Quartet</main>, document.getElementById('app')!);
