"""Every network of the book, as data: what tables, figures and tests read.

>>> from cnnlib.arithmetic import count_macs, count_parameters
>>> count_parameters(*KERAS_READER), count_macs(*KERAS_READER)
(93322, 2794240)
"""

from cnnlib.architectures._network import Network
from cnnlib.architectures.digits import (
    BATCH_NORM_READER,
    DENSE_BASELINE,
    FIVE_BY_FIVE_READER,
    FROM_SCRATCH,
    KERAS_READER,
    LENET5,
    LENET_MODERN,
    prior_net,
)
from cnnlib.architectures.lenet5 import LENET5_CODES, LENET5_TABLE
from cnnlib.architectures.photographs import (
    ALEXNET,
    alexnet_single_tower,
    googlenet,
    inception_module,
    resnet50,
    vgg,
)

#: The networks by the names under which figures offer them.
NETWORKS: dict[str, Network] = {
    "Dense baseline": DENSE_BASELINE,
    "Keras reader": KERAS_READER,
    "Batch-norm reader": BATCH_NORM_READER,
    "5×5 reader": FIVE_BY_FIVE_READER,
    "From scratch": FROM_SCRATCH,
    "LeNet-5 (1998)": LENET5,
    "LeNet-5 (modern)": LENET_MODERN,
    "AlexNet": ALEXNET,
    "AlexNet, one tower, 2048": alexnet_single_tower("2048"),
    "AlexNet, one tower, 1024-128": alexnet_single_tower("1024-128"),
    "VGG-11": vgg(11),
    "VGG-13": vgg(13),
    "VGG-16": vgg(16),
    "VGG-19": vgg(19),
    "GoogLeNet": googlenet(),
    "ResNet-50 (stride in 1×1)": resnet50(stride_in=1),
    "ResNet-50 (stride in 3×3)": resnet50(stride_in=3),
}

__all__ = [
    "ALEXNET",
    "BATCH_NORM_READER",
    "DENSE_BASELINE",
    "FIVE_BY_FIVE_READER",
    "FROM_SCRATCH",
    "KERAS_READER",
    "LENET5",
    "LENET5_CODES",
    "LENET5_TABLE",
    "LENET_MODERN",
    "NETWORKS",
    "Network",
    "alexnet_single_tower",
    "googlenet",
    "inception_module",
    "prior_net",
    "resnet50",
    "vgg",
]
