"""Shipped questions as somebody might tell them from memory, written for the tests without looking at what is compared; and texts about the same
field that tell none of them."""

RETOLD = {
    "churn-split": "They had monthly snapshots of customers, two years of it, and you predict who leaves in the following 60 days. I was asked how I would"
    " split into train and test and two ways a random row split would fool you. I said time based.",
    "complete-snapshots": "One was: event logs from day 0 until day 380, they take a snapshot every 30 days. Features look back 45 days and the label looks"
    " 45 days ahead. How many snapshots have everything complete?",
    "offline-gain-lost": "Your ranking model wins clearly offline on the click logs but the A/B test shows nothing after two weeks. Give two causes and how"
    " you would confirm each of them.",
    "kmeans-true": "Multiple choice on k-means, Lloyd with euclidean distance: do different starts give different clusters, can you pick the number of"
    " clusters by smallest training cost, does an iteration ever raise the squared distances, what if a feature is multiplied by 100.",
    "convolution-size": "Had to compute the output width of a convolution: 248 pixel square picture, 7x7 kernel, stride 2, no padding.",
    "momentum-two-steps": "Gradient descent with momentum on f(w) = 0.5 w^2, v = 0.8 v + gradient, step 0.1, w begins at 2. What is w after the second step.",
    "income-in-cents": "A nearest neighbour model is fine until somebody adds income in cents unscaled, then validation accuracy drops a lot. Which change"
    " fixes it while you keep the feature?",
    "micro-f1": "If each example belongs to exactly one class and you predict exactly one, what does micro averaged F1 equal?",
    "warmup-then-cosine": "Learning rate schedule: linear warmup from zero to the peak until step 500, then half a cosine to zero at step 8000. They want"
    " the share of the peak at step 400.",
    "two-f1-values": "You report F1 0.91, your colleague gets 0.87 with the same weights and the same test rows. Tick what could explain it.",
    "bias-variance-terms": "Ridge regression: the penalty goes up from zero, what happens to bias squared and variance?",
    "bagging-reduces": "Lots of deep trees on bootstrap samples get averaged. Which part of the error of one tree does that lower mostly?",
    "better-in-each-part": "There was a table with two models, easy and hard requests, each chosen by sales; A is better in total but B wins in both kinds."
    " What do you conclude? Simpson basically.",
    "why-overfit-a-batch": "Why do people overfit a single batch until the loss is about zero before they train a new model?",
    "clipped-gradient": "Gradient (3, 8) of a two weight model, clipped to L2 norm 2, what is the first component after that.",
    "accumulate-the-same": "Batches of 128 do not fit in memory any more, plain SGD, no batchnorm or dropout, mean loss. How do you get identical optimizer"
    " steps with batches of 32?",
}
UNRELATED = [
    "I use a random forest for churn at work and we retrain it every month. Precision matters because the team can only call five hundred customers.",
    "Does anybody have tips for the onsite? The recruiter said pair coding, a talk about my last project and lunch with the team. I have five years of Python.",
    "Gradient descent with momentum often converges faster than plain gradient descent, but the learning rate has to be tuned again. Adam adapts it per weight.",
    "We split our data by time, because customers come back and a random split would leak. The test set is the last three months.",
    "The F1 score is the harmonic mean of precision and recall. Macro F1 averages over the classes; micro F1 pools all decisions.",
    "Convolutional networks share weights over positions of a picture. Stride and padding decide how large the next layer is.",
    "K-means is sensitive to the scale of features, so standardise them first. Run it from several starts and keep the best result.",
    "Ridge regression shrinks the coefficients; lasso sets some of them to zero. Choose the penalty by cross-validation on the training rows.",
    "Our A/B test ran for two weeks and the new ranking lost. We think that clicks are a poor measure of what people want.",
    "Simpson's paradox: a trend in every group can vanish or turn around once the groups are put together. The Berkeley admissions are the usual example.",
    "A cosine schedule with warmup is what most people use for transformers now. I never saw much of a difference to a linear decay.",
    "Bagging lowers variance and boosting lowers bias, roughly. Trees are used for both since deep ones have little bias.",
    "Gradient clipping saved my training of a recurrent network: before that the loss was not a number after an hour.",
    "If your batch does not fit on the card, accumulate gradients or use checkpointing. Mixed precision helps, too.",
    "The exam took me seventy minutes, twenty questions, some with plots. It was fair, I thought, and nobody watched me through a camera.",
    "Before a long training I overfit a few examples to see that the code works at all. It finds most of my bugs in minutes.",
]
# Written once the line had been drawn on those above, and never used to draw it.
RETOLD_LATER = {
    "threshold-from-costs": "Calibrated probabilities that a machine fails. Sending a technician costs 240, a failure nobody attended to costs 4000. From"
    " what probability on do you send somebody if only expected cost matters?",
    "labels-still-arriving": "A plot of fraud share by week as the database looks today, and the last weeks drop since customers report the fraud weeks"
    " later. What do you do with the end of the curve before training?",
    "weights-of-a-network": "Count the parameters: 60 inputs, one hidden layer with 32 units, 9 outputs, fully connected, with biases.",
    "reciprocal-ranks": "Five queries, relevant results at rank 1, 2, 2, 4 and none for the last one, compute the mean reciprocal rank.",
    "reliability-curve": "Plot with the confidence of a classifier against how often it is right on held out data, and you tick whether the model is too"
    " sure of itself or calibrated.",
    "cross-entropy-kl": "Why is minimising cross entropy of q on data from p the same as minimising the KL divergence?",
    "order-by-weights": "Sort models by the number of free parameters, fewest first: the mean of the targets, linear regression, with squares and products,"
    " networks with one or two hidden layers.",
    "validation-below-training": "Validation loss is under the training loss for the whole run. Which of these explain that? Dropout, augmentation only on"
    " training examples, the average over the epoch and so on.",
    "first-loss": "250 balanced classes, softmax, cross entropy, last layer starts near zero. What loss do you expect for the first batch?",
    "worse-in-service": "AUC 0.83 offline for last Tuesday, but the log of the service says 0.73 for the very same requests. Same model file. Where do you"
    " look, and how would you find the column to blame?",
    "three-learning-rates": "Three training loss curves, only the learning rate differs, order them from smallest to largest.",
}
