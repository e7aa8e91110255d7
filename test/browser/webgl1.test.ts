import {describeBrowserLanes} from './lane';

describeBrowserLanes('webgl1');
