import {describeBrowserLanes} from './lane';

describeBrowserLanes('webglForms');
