import {describeBrowserLanes} from './lane';

describeBrowserLanes('webglHalf');
