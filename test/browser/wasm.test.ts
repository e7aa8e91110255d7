import {describeBrowserLanes} from './lane';

describeBrowserLanes('wasm');
