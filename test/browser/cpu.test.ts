import {describeBrowserLanes} from './lane';

describeBrowserLanes('cpu');
